import { existsSync } from "node:fs";
import { join } from "node:path";
import type { AgentExecutor } from "@berth/agent-runtime";
import { describe, expect, it } from "vitest";
import { execute as reviewCode } from "../../../examples/agents/code-review/executor.ts";
import { execute as analyse } from "../../../examples/agents/data-analysis/executor.ts";
import { execute as research } from "../../../examples/agents/research/executor.ts";
import { ROOT_FOLDER } from "../../runner/layout.ts";
import { readExample, startAgent } from "./running-agents.ts";

const executors: Record<string, AgentExecutor> = {
  "code-review": reviewCode,
  "data-analysis": analyse,
  research,
};

/** The lines of a README that are for a shell. */
function findCommands(agent: string): string[] {
  const text = readExample(`${agent}/README.md`).toString();
  return [...text.matchAll(/^```sh\n(.*?)^```/gms)].flatMap(([, block = ""]) =>
    block.trim().split("\n"),
  );
}

describe.each(Object.entries(executors))("the README of %s", (name, executor) => {
  const commands = findCommands(name);

  it("has a curl line that completes a task", async () => {
    const [command = "", ...others] = commands.filter((line) => line.startsWith("curl "));
    expect(others).toEqual([]);
    const peers = name === "research" ? [await startAgent("data-analysis", analyse)] : [];
    const { url } = await startAgent(name, executor, peers);
    const [, body] = / -d '(.*)'$/.exec(command) ?? [];
    const headers = [...command.matchAll(/ -H '([^:]+): ([^']+)'/g)].map(
      ([, header = "", value = ""]): [string, string] => [header, value],
    );
    const response = await fetch(url, { method: "POST", headers, body: body ?? null });
    expect(await response.text()).toContain('"state":"TASK_STATE_COMPLETED"');
  });

  it("names only files that exist", () => {
    const paths = commands.flatMap((line) => line.match(/(?<=[ =])examples\/\S+/g) ?? []);
    expect(paths.length).toBeGreaterThan(2);
    expect(paths.filter((path) => !existsSync(join(ROOT_FOLDER, path)))).toEqual([]);
  });
});
