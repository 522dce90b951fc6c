import { describe, expect, it } from "vitest";
import { runNode } from "./child.ts";

async function run(...parameters: string[]) {
  return await runNode(["test/runner/run.ts", ...parameters], { output: "capture" });
}

describe("the runner", () => {
  it("answers an unknown end-to-end group with one line that lists the known ones", async () => {
    const { exitCode, stderr } = await run("e2e", "no-such-group");
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^There is no end-to-end group 'no-such-group'\. .+\n$/);
  });

  it("answers an unknown bench group with one line that lists the known ones", async () => {
    const { exitCode, stderr } = await run("bench", "no-such-group");
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^There is no bench group 'no-such-group'\. .+\n$/);
  });

  it("shows how to use it when the command is unknown", async () => {
    const { exitCode, stderr } = await run("deploy");
    expect(exitCode).toBe(1);
    expect(stderr).toContain("unknown command 'deploy'");
    expect(stderr).toContain("e2e [options] <group>");
  });
});
