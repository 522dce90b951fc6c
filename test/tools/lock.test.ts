import { randomUUID } from "node:crypto";
import { describe, expect, it, vi } from "vitest";
import { withLock } from "./lock.ts";

describe("a lock", () => {
  it("lets a second holder in when the first has done, and tells it once that it waits", async () => {
    const name = randomUUID();
    const events: string[] = [];
    let release: () => void = () => undefined;
    const released = new Promise<void>((resolve) => (release = resolve));
    const onWait = vi.fn(() => {
      events.push("second waits");
      release();
    });
    await Promise.all([
      withLock(name, async () => {
        await released;
        events.push("first is done");
      }),
      withLock(name, () => Promise.resolve(events.push("second works")), onWait),
    ]);
    expect(events).toEqual(["second waits", "first is done", "second works"]);
    expect(onWait).toHaveBeenCalledTimes(1);
  });

  it("does not keep the holder of another lock waiting", async () => {
    const onWait = vi.fn();
    const inner = withLock(
      randomUUID(),
      async () => await withLock(randomUUID(), () => Promise.resolve("inner"), onWait),
    );
    expect(await inner).toBe("inner");
    expect(onWait).not.toHaveBeenCalled();
  });

  it("is free again when its holder fails", async () => {
    const name = randomUUID();
    const failing = withLock(name, () => Promise.reject(new Error("no room")));
    await expect(failing).rejects.toThrow("no room");
    const onWait = vi.fn();
    expect(await withLock(name, () => Promise.resolve("next"), onWait)).toBe("next");
    expect(onWait).not.toHaveBeenCalled();
  });
});
