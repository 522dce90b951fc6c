import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readPeersFile } from "../../../agent-runtime/src/discovery/peers-file.ts";
import { catchIssues } from "../../contract/catch-issues.ts";
import { createFolder } from "../process/runtime-process.ts";

const agent = { name: "research", url: "http://research:8000" };

function writePeers(text: string): string {
  const file = join(createFolder(), "peers.json");
  writeFileSync(file, text);
  return file;
}

describe("a file with a list of agents", () => {
  it("is read with all that is on it", () => {
    const agents = [agent, { ...agent, name: "analysis", tokenFile: "/token" }];
    expect(readPeersFile(writePeers(JSON.stringify(agents)), "--peers-file")).toEqual(agents);
  });

  it.each<[string, string, string, RegExp]>([
    ["no JSON", "{bad", "--peers-file", / must be JSON: SyntaxError: .*$/],
    [
      "no list",
      JSON.stringify(agent),
      "--peers-file",
      / must be a list of agents: \[\{ "name": \.\.\., "url": \.\.\. \}\]\.$/,
    ],
    [
      "an empty list",
      "[]",
      "--peers-file",
      / has no agents\. Add one: \{ "name": \.\.\., "url": \.\.\. \}\.$/,
    ],
    [
      "an agent without an address",
      '[{"name":"research"}]',
      "--peers-file[0].url",
      /: '\[0\]\.url' must be given\.$/,
    ],
    [
      "two agents of one name",
      JSON.stringify([agent, agent]),
      "--peers-file[1].name",
      /: '\[1\]\.name' \(research\) must differ from '\[0\]\.name'\.$/,
    ],
  ])("with %s is refused by the name of the option", (_, text, propertyPath, rule) => {
    const file = writePeers(text);
    const [issue, ...others] = catchIssues(() => readPeersFile(file, "--peers-file"));
    expect(others).toEqual([]);
    expect(issue?.propertyPath).toBe(propertyPath);
    const subject = `'--peers-file' (${file})`;
    expect(issue?.reason.slice(0, subject.length)).toBe(subject);
    expect(issue?.reason.slice(subject.length)).toMatch(new RegExp(`^${rule.source}`));
  });
});
