import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { waitFor } from "./wait-for.ts";

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

describe("waiting for something", () => {
  it("returns the first answer, which may be 0 or an empty text", async () => {
    const answers = [undefined, false, "", "late"] as const;
    const ask = vi.fn((): Promise<string | false | undefined> =>
      Promise.resolve(answers[ask.mock.calls.length - 1]),
    );
    const waiting = waitFor("an answer", 30, ask);
    await vi.runAllTimersAsync();
    expect(await waiting).toBe("");
    expect(ask).toHaveBeenCalledTimes(3);
  });

  it("names what there was no sign of when the time is over", async () => {
    const waiting = waitFor("the API server", 2, () => Promise.resolve(undefined));
    const refused = expect(waiting).rejects.toThrow("No sign of the API server after 2 s.");
    await vi.runAllTimersAsync();
    await refused;
  });

  it("asks once when there is no time at all", async () => {
    expect(await waitFor("an answer", 0, () => Promise.resolve("at once"))).toBe("at once");
  });

  it("ends at once with what the question throws", async () => {
    const ask = vi.fn(() => Promise.reject(new Error("the node is gone")));
    await expect(waitFor("an answer", 30, ask)).rejects.toThrow("the node is gone");
    expect(ask).toHaveBeenCalledTimes(1);
  });
});
