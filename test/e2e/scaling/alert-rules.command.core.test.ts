import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { AlertSource } from "../../../sdk/src/alerts/alert-source.ts";
import { ROOT_FOLDER } from "../../runner/layout.ts";
import { runCommand } from "../../tools/command.ts";
import { preparePromtool, type Promtool } from "./alert-rules.promtool.ts";

// No cluster is asked: these are here because promtool and the command are built first.

let promtool: Promtool;

beforeAll(async () => {
  promtool = await preparePromtool("alert-rules-command");
});

/** What the command prints, run as npx would. */
async function printRules(...args: string[]): Promise<string> {
  const command = join(ROOT_FOLDER, "sdk", "bin", "berth.js");
  return (await runCommand([process.execPath, command, "alerts", ...args])).stdout;
}

describe("what berth alerts prints", () => {
  it.each([
    ["by default", []],
    ["with all sources", Object.values(AlertSource).map((name) => `--source=${name}`)],
    [
      "with labels, a page and times",
      ["--label=team=search", "--runbook-url=https://example.com/a", "--queue-stuck-seconds=90"],
    ],
  ])("passes promtool %s", async (_, args) => {
    expect(await promtool.checkRules(await printRules(...args))).toBe("");
  });

  it("does not pass when a part of it is lost", async () => {
    const text = (await printRules()).replaceAll('"expr"', '"expression"');
    expect(await promtool.checkRules(text)).toContain("field expression not found");
  });
});
