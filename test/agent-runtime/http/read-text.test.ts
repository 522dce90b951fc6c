import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { readText, toMaxBytesUnderWay } from "../../../agent-runtime/src/http/read-text.ts";

function startBody(bytes: number) {
  const body = Object.assign(new PassThrough(), { headers: {} });
  body.write("x".repeat(bytes));
  return body;
}

describe("bodies that come at the same time", () => {
  it("are refused beyond what all may take, and taken again when others are through", async () => {
    const slow = startBody(600);
    const reading = readText(slow, 1000, 1000);
    await expect(readText(startBody(600), 1000, 1000)).rejects.toMatchObject({
      reason: "AGENT_OVERLOADED",
    });
    slow.end("y");
    expect((await reading).length).toBe(601);
    const next = startBody(600);
    next.end();
    expect((await readText(next, 1000, 1000)).length).toBe(600);
  });

  it("are taken where one of them alone may be longer than all together", async () => {
    const lone = startBody(900);
    lone.end();
    expect((await readText(lone, 1000, 500)).length).toBe(900);
  });

  it.each([
    [0, 256],
    [512, 64],
    [64 * 1024, 256],
  ])("may take of a memory of %i MiB at most %i MiB", (memory, most) => {
    expect(toMaxBytesUnderWay(memory * 2 ** 20)).toBe(most * 2 ** 20);
  });

  it("take nothing any more when they were too long, or broke off", async () => {
    for (let round = 0; round < 5; round += 1) {
      const long = startBody(600);
      await expect(readText(long, 500, 1000)).rejects.toMatchObject({
        reason: "PAYLOAD_TOO_LARGE",
      });
      long.end();
      const broken = startBody(600);
      const reading = readText(broken, 1000, 1000);
      broken.destroy();
      await expect(reading).rejects.toMatchObject({ reason: "INVALID_REQUEST" });
    }
    const next = startBody(900);
    next.end();
    expect((await readText(next, 1000, 1000)).length).toBe(900);
  });
});
