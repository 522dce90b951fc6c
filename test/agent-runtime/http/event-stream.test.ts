import { describe, expect, it, vi } from "vitest";
import { createEventStream } from "../../../agent-runtime/src/http/event-stream.ts";
import { createManualClock } from "../manual-clock.ts";
import { toReadable } from "./fetch-from.ts";

function setUp() {
  const clock = createManualClock();
  const onEnd = vi.fn<() => void>();
  const channel = new TransformStream<string, string>();
  const writer = channel.writable.getWriter();
  const onReturn = vi.fn<() => void>();
  async function* lines() {
    try {
      yield* channel.readable;
    } finally {
      onReturn();
    }
  }
  const reader = toReadable(createEventStream(lines(), { clock, onEnd })).getReader();
  const read = async () => {
    const { value } = await reader.read();
    return value === undefined ? undefined : new TextDecoder().decode(value);
  };
  return { clock, onEnd, onReturn, read, reader, writer };
}

describe("a stream of events", () => {
  it("has each text as an event, and ends with the last", async () => {
    const { clock, onEnd, read, writer } = setUp();
    void writer.write("one");
    expect(await read()).toBe("data: one\n\n");
    void writer.close();
    expect(await read()).toBeUndefined();
    expect(onEnd).toHaveBeenCalledTimes(1);
    expect(clock.pendingTimers).toBe(0);
  });

  it("has a comment every 15 seconds while nothing happens, so that no proxy gives up", async () => {
    const { clock, read, writer } = setUp();
    clock.advance(14_999);
    void writer.write("1");
    expect(await read()).toBe("data: 1\n\n");
    clock.advance(1);
    expect(await read()).toBe(": heartbeat\n\n");
    clock.advance(15_000);
    expect(await read()).toBe(": heartbeat\n\n");
    void writer.write("2");
    expect(await read()).toBe("data: 2\n\n");
  });

  it("piles no comments up for a reader that does not read", async () => {
    const { clock, read, writer } = setUp();
    clock.advance(15_000 * 100);
    void writer.write("1");
    expect([await read(), await read()]).toEqual([": heartbeat\n\n", "data: 1\n\n"]);
  });

  it("stops when the reader goes away, at once for the clock and with the next text for its source", async () => {
    const { clock, onEnd, onReturn, read, reader, writer } = setUp();
    void writer.write("0");
    await read();
    await reader.cancel();
    expect(onEnd).toHaveBeenCalledTimes(1);
    expect(clock.pendingTimers).toBe(0);
    void writer.write("1");
    await expect.poll(() => onReturn.mock.calls.length).toBe(1);
    expect(onEnd).toHaveBeenCalledTimes(1);
  });
});
