import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { serve } from "../peers/local-servers.ts";
import { createFolder, runCommand } from "../process/runtime-process.ts";

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
        /^Peer .* \(http:\/\/agent\.invalid:8000\/\) cannot be reached: getaddrinfo .* agent\.invalid\.\nLook at it with: /,
      ) as string,
    });
  });
});

describe(
  "agent-runtime send, when it is given the address of the card",
  { timeout: TIMEOUT_MS },
  () => {
    it("reaches the agent, and tells its address", async () => {
      const url = await serve((task) => {
        task.askForInput("Which?");
      });
      const { stderr } = await runCommand(["send", `${url}/.well-known/agent-card.json`, "x"]).end;
      expect(stderr).toContain(
        `input required: Which?\nAnswer it with: agent-runtime send ${url}/ `,
      );
    });
  },
);

describe("agent-runtime send, when callers must show who they are", { timeout: TIMEOUT_MS }, () => {
  it("sends the headers that it is given", async () => {
    const file = join(createFolder(), "key");
    writeFileSync(file, "0123456789abcdef0123456789abcdef");
    const url = await serve(
      (task) => {
        task.complete("Here.");
      },
      { auth: { apiKeys: [{ name: "desk", file }] } },
    );
    const key = "X-API-Key: 0123456789abcdef0123456789abcdef";
    expect(await runCommand(["send", url, "x", "--header", key]).end).toMatchObject({ code: 0 });
    expect(await runCommand(["send", url, "x"]).end).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/ refuses the message: /) as string,
    });
  });
});
