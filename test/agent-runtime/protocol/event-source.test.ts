import { describe, expect, it } from "vitest";
import {
  type EventSource,
  mapEvents,
  openLazily,
} from "../../../agent-runtime/src/protocol/event-source.ts";
import { readAll } from "../agent-under-test.ts";

/** Counts from 1, and tells when it was left. */
function createCounter(end: number): { source: EventSource<number>; wasLeft: () => boolean } {
  let wasLeft = false;
  async function* count(): EventSource<number> {
    try {
      for (let number = 1; number <= end; number += 1) {
        yield await Promise.resolve(number);
      }
    } finally {
      wasLeft = true;
    }
  }
  return { source: count(), wasLeft: () => wasLeft };
}

describe("events that are opened lazily", () => {
  it("come from where they are opened, once", async () => {
    let opened = 0;
    const events = openLazily(() => {
      opened += 1;
      return Promise.resolve(createCounter(3).source);
    });
    expect(opened).toBe(0);
    expect(await readAll(events)).toEqual([1, 2, 3]);
    expect(await events.next()).toEqual({ done: true, value: undefined });
    expect(opened).toBe(1);
  });

  it("are not opened for a reader who leaves before", async () => {
    let opened = 0;
    const events = openLazily(() => {
      opened += 1;
      return Promise.resolve(createCounter(3).source);
    });
    await events.return();
    expect(await events.next()).toEqual({ done: true, value: undefined });
    expect(opened).toBe(0);
  });

  it("are left when the reader leaves, also while they are opened", async () => {
    const { source, wasLeft } = createCounter(3);
    await source.next();
    const opening = Promise.withResolvers<EventSource<number>>();
    const events = openLazily(() => opening.promise);
    const first = events.next();
    const leaving = events.return();
    opening.resolve(source);
    await Promise.all([first, leaving]);
    expect(wasLeft()).toBe(true);
  });

  it("fail with what fails to be opened, and can be left then", async () => {
    const events = openLazily<number>(() => Promise.reject(new Error("closed")));
    await expect(events.next()).rejects.toThrow("closed");
    expect(await events.return()).toEqual({ done: true, value: undefined });
    expect(await events.next()).toEqual({ done: true, value: undefined });
  });
});

describe("events that are mapped", () => {
  it("are left out where there is nothing for them", async () => {
    const events = mapEvents(createCounter(5).source, (number) =>
      number % 2 === 0 ? `${number}` : undefined,
    );
    expect(await readAll(events)).toEqual(["2", "4"]);
  });

  it("leave their source with the reader, and when the reader throws", async () => {
    for (const leave of [
      (events: EventSource<number>) => events.return(),
      (events: EventSource<number>) => events.throw(new Error("enough")).catch(() => undefined),
    ]) {
      const { source, wasLeft } = createCounter(3);
      const events = mapEvents(source, (number) => number);
      expect(await events.next()).toEqual({ done: false, value: 1 });
      await leave(events);
      expect(wasLeft()).toBe(true);
    }
  });

  it("fail where the source or the mapping does", async () => {
    const failing = mapEvents(createCounter(1).source, () => {
      throw new Error("not this one");
    });
    await expect(failing.next()).rejects.toThrow("not this one");
  });
});
