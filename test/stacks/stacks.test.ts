import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { parse } from "yaml";
import { ROOT_FOLDER } from "../runner/layout.ts";
import { recordResources } from "../sdk/record-resources.ts";

beforeEach(() => {
  // The program runs when it is loaded: each test needs it fresh.
  vi.resetModules();
});

async function runStack(stack: string) {
  return await recordResources(async () => await import("../../stacks/index.ts"), { stack });
}

describe("the program", () => {
  it("makes one namespace for agents in the stack dev", async () => {
    const { result, resources } = await runStack("dev");
    expect(result.agentNamespace).toBe("agents-dev");
    expect(resources.map(({ type, name }) => [type, name])).toEqual([
      ["berth:index:AgentNamespace", "agents"],
      ["kubernetes:core/v1:Namespace", "agents-namespace"],
    ]);
  });

  it("refuses a stack it does not know and lists those it does", async () => {
    await expect(runStack("production")).rejects.toThrow(
      "There is no stack 'production' in this program. Select one of: dev.",
    );
  });
});

describe("Pulumi.yaml", () => {
  it("leads to the program, and each stack has its file beside it", () => {
    const project = parse(readFileSync(join(ROOT_FOLDER, "Pulumi.yaml"), "utf8")) as {
      main: string;
    };
    const packageFile = JSON.parse(
      readFileSync(join(ROOT_FOLDER, project.main, "package.json"), "utf8"),
    ) as { main: string };
    expect(existsSync(join(ROOT_FOLDER, project.main, packageFile.main))).toBe(true);
    expect(existsSync(join(ROOT_FOLDER, "Pulumi.dev.yaml"))).toBe(true);
  });
});
