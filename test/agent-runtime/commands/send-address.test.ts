import { describe, expect, it } from "vitest";
import { serve } from "../peers/local-servers.ts";
import { runCommand } from "../process/runtime-process.ts";

/** Under load a process may take its time to start. */
const TIMEOUT_MS = 60_000;

describe("agent-runtime send, when the card names another host", { timeout: TIMEOUT_MS }, () => {
  const serveElsewhere = (): Promise<string> =>
    serve(
      (task) => {
        task.complete("Here.");
      },
      { url: "http://agent.invalid:8000" },
    );

  it("reaches the agent at the address it was given, as through a forwarded port", async () => {
    expect(await runCommand(["send", await serveElsewhere(), "x"]).end).toMatchObject({
      code: 0,
      stderr: "working\ncompleted: Here.\n",
    });
  });

  it("goes where the card says with --follow-card", async () => {
    const url = await serveElsewhere();
    expect(await runCommand(["send", url, "x", "--follow-card"]).end).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(
        /^Peer .* \(http:\/\/agent\.invalid:8000\/\) cannot be reached: getaddrinfo .* agent\.invalid\.\n$/,
      ) as string,
    });
  });
});
