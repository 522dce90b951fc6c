import { describe, expect, it } from "vitest";
import { runCommand } from "./run-command.ts";

describe("berth", () => {
  it.each(["--help", "-h"])("tells its commands with %s", async (option) => {
    const { stdout, ...end } = await runCommand(option);
    expect(stdout).toMatch(/^Usage: berth <command>/);
    expect(stdout).toMatch(/^ {2}alerts /m);
    expect(stdout).toMatch(/^ {2}preflight /m);
    expect(end).toEqual({ exitCode: 0, stderr: "" });
  });

  it.each([
    ["alerts", "Usage: berth alerts "],
    ["preflight", "Usage: berth preflight "],
  ])("has the help of %s", async (name, usage) => {
    expect((await runCommand(name, "--help")).stdout.startsWith(usage)).toBe(true);
  });

  it.each([
    [[], "A command must be given: give alerts or preflight."],
    [["install"], "'install' is not a command: give alerts or preflight."],
    [["--json", "preflight"], "'--json' is not a command: give alerts or preflight."],
  ])("refuses %j", async (args, message) => {
    expect(await runCommand(...args)).toEqual({
      exitCode: 1,
      stdout: "",
      stderr: `${message}\nSee 'berth --help'.\n`,
    });
  });
});
