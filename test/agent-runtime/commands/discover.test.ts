import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createSourceRegistry } from "../../../agent-runtime/src/commands/discover-source.ts";
import {
  toAgentTable,
  toProblemLines,
} from "../../../agent-runtime/src/commands/discover-report.ts";
import { createPeerClient } from "../../../agent-runtime/src/peers/peer-client.ts";
import { catchReasons } from "../../contract/catch-issues.ts";
import { sendJson, startCardServer } from "../discovery/card-servers.ts";
import { startCluster } from "../discovery/cluster-under-test.ts";
import { toAgent } from "../discovery/discovered-agents.ts";
import { createFolder, runCommand } from "../process/runtime-process.ts";

/** Under load a process may take its time to start. */
const TIMEOUT_MS = 60_000;

function writePeers(peers: unknown): string {
  const file = join(createFolder(), "peers.json");
  writeFileSync(file, typeof peers === "string" ? peers : JSON.stringify(peers));
  return file;
}

describe("agent-runtime discover", { timeout: TIMEOUT_MS }, () => {
  it("prints the agents of a cluster, and a command to go on with", async () => {
    const { api, deploy } = await startCluster();
    deploy("research");
    deploy("tools", { namespace: "other" });
    const { end } = runCommand([
      ...["discover", "--api-url", api.url, "--namespace", "agents", "--namespace", "other"],
    ]);
    expect(await end).toEqual({
      code: 0,
      signal: null,
      stdout: [
        "NAME      NAMESPACE  READY  SKILLS  URL",
        "research  agents     yes    stats   http://research.agents.svc.cluster.local:8000",
        "tools     other      yes    stats   http://tools.other.svc.cluster.local:8000",
        "",
      ].join("\n"),
      stderr: [
        "",
        "Send one a message:",
        "",
        "  kubectl port-forward --namespace agents service/research 8000:8000 &",
        '  agent-runtime send http://localhost:8000 "Hello"',
        "",
      ].join("\n"),
    });
  });

  it("looks where the pods of an Agent are told to, unless it is told something else", async () => {
    const { api, deploy } = await startCluster();
    deploy("research");
    deploy("tools", { namespace: "other" });
    const find = async (namespaces: string, ...more: string[]) => {
      const { end } = runCommand(["discover", "--api-url", api.url, "--json", ...more], {
        A2A_DISCOVERY_NAMESPACES: namespaces,
      });
      const { agents } = JSON.parse((await end).stdout) as { agents: { name: string }[] };
      return agents.map(({ name }) => name);
    };
    expect(await find("other")).toEqual(["tools"]);
    expect(await find("*")).toEqual(["research", "tools"]);
    expect(await find("other", "--namespace", "agents")).toEqual(["research"]);
  });

  it("tells of a broken card on the standard error and ends with 1", async () => {
    const { api, deploy } = await startCluster();
    deploy("research");
    deploy("broken").answer = (response) => {
      sendJson(response, { name: "x" });
    };
    const { end } = runCommand(["discover", "--api-url", api.url, "--all-namespaces", "--json"]);
    const { code, stderr, stdout } = await end;
    const line = "'supportedInterfaces' must be given.";
    expect([code, stderr]).toEqual([
      1,
      `agents/broken (http://broken.agents.svc.cluster.local:8000): ${line}\n`,
    ]);
    expect(JSON.parse(stdout)).toMatchObject({
      agents: [{ name: "research", skills: [{ id: "stats" }] }],
      problems: [
        { name: "broken", issues: [{ propertyPath: "supportedInterfaces", reason: line }] },
      ],
      failures: [],
    });
  });

  it("finds those of a list that a question fits", async () => {
    const server = await startCardServer();
    const file = writePeers([{ name: "analysis", url: server.url }]);
    const found = await runCommand(["discover", "--peers-file", file, "--text", "statistics"]).end;
    expect(found).toMatchObject({
      code: 0,
      stdout: `NAME      NAMESPACE  READY  SKILLS  URL\nanalysis  -          yes    stats   ${server.url}\n`,
      stderr: `\nSend one a message:\n\n  agent-runtime send ${server.url} "Hello"\n`,
    });
    const args = ["discover", "--peers-file", file, "--skill", "knitting"];
    expect(await runCommand(args).end).toEqual({
      code: 1,
      signal: null,
      stdout: "",
      stderr:
        "None of the agents that were found (1) is such a one. See all of them without --skill, --tag and --text.\n",
    });
  });

  it("goes on with --watch, tells what becomes of agents, and ends with 0 by a signal", async () => {
    const { api, deploy } = await startCluster();
    const first = deploy("first");
    const { child, end, untilLogged, untilPrinted } = runCommand([
      ...["discover", "--api-url", api.url, "--namespace", "agents", "--watch", "--json"],
    ]);
    await untilPrinted(/"added".*"first"/);
    deploy("second").answer = (response) => response.end("junk");
    await untilLogged(/agents\/second .* must be JSON/);
    first.setPods([]);
    await untilPrinted(/"changed".*"first".*"isReady":false/);
    first.remove();
    await untilPrinted(/"removed".*"first"/);
    child.kill("SIGINT");
    const { code, stdout } = await end;
    expect(code).toBe(0);
    const lines = stdout.trim().split("\n");
    expect(lines.map((line) => (JSON.parse(line) as { change: string }).change)).toEqual([
      ...["added", "changed", "removed"],
    ]);
  });

  it.each<[string, () => string[], RegExp]>([
    [
      "nowhere to look",
      () => ["--namespace", "agents"],
      /^'--api-url' must be given where there is no token of a pod .*kubectl proxy.*--peers-file/,
    ],
    [
      "no namespace",
      () => ["--api-url", "http://127.0.0.1:1"],
      /^'--namespace' must be given outside of a pod: a name, or --all-namespaces\.\n$/,
    ],
    [
      "namespaces of two kinds",
      () => ["--namespace", "a", "--all-namespaces"],
      /^error: option '--all-namespaces' cannot be used with option '--namespace <name>'\n$/,
    ],
    [
      "a list and a cluster",
      () => ["--peers-file", "x", "--api-url", "http://127.0.0.1:1"],
      /^error: option '--peers-file <file>' cannot be used with option '--api-url <url>'\n$/,
    ],
    [
      "a list that is not there",
      () => ["--peers-file", "/nonexistent.json"],
      /^'--peers-file' \(\/nonexistent\.json\) must be a file that can be read: Error: ENOENT/,
    ],
    [
      "a list with wrong agents",
      () => ["--peers-file", writePeers([{ name: "a", url: "x" }, { name: "" }])],
      /^'--peers-file' \(.*peers\.json\): '\[0\]\.url' \(x\) must be .*\n.*: '\[1\]\.name' \(\) must .*\n.*: '\[1\]\.url' must be given\.\n$/,
    ],
    [
      "an address at which nobody answers",
      () => ["--api-url", "http://127.0.0.1:1", "--namespace", "a", "--namespace", "b"],
      /^'--api-url' \(http:\/\/127\.0\.0\.1:1\) must be the address of an API server: connect ECONNREFUSED 127\.0\.0\.1:1\. Start 'kubectl proxy', and give the address that it prints\.\n$/,
    ],
  ])("says what is wrong with %s", async (_, toArgs, message) => {
    const { code, stderr, stdout } = await runCommand(["discover", ...toArgs()]).end;
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toMatch(message);
  });

  it("says of a namespace without agents what an agent is", async () => {
    const { api } = await startCluster();
    const { end } = runCommand(["discover", "--api-url", api.url, "--namespace", "agents"]);
    expect(await end).toMatchObject({
      code: 1,
      stderr:
        "No agent was found. Agents are Services with the label 'protocol: a2a', in the namespaces that were looked at.\n",
    });
  });

  it.each(["discover", "serve-discovery"])("has examples in the help of %s", async (command) => {
    const { code, stdout } = await runCommand([command, "--help"]).end;
    expect(code).toBe(0);
    expect(stdout).toContain(`\nExamples:\n`);
    expect(stdout).toContain(`agent-runtime ${command} `);
  });
});

describe("agent-runtime serve-discovery", { timeout: TIMEOUT_MS }, () => {
  it("serves an agent that knows those of a cluster, with a card of its own where there is no other one", async () => {
    const { api, deploy } = await startCluster();
    deploy("research");
    const { child, end, untilPrinted } = runCommand([
      ...["serve-discovery", "--api-url", api.url, "--namespace", "agents"],
      ...["--host", "127.0.0.1", "--port", "0"],
    ]);
    const [, url = ""] = await untilPrinted(/ready at (http:\/\/127\.0\.0\.1:\d+)\//);
    const card = await fetch(`${url}/.well-known/agent-card.json`);
    expect(await card.json()).toMatchObject({ name: "Agent directory" });
    const client = createPeerClient({ name: "directory", url }, { isUrlKept: true });
    const answer = await client.ask({ parts: [{ text: "Who knows statistics?" }] });
    expect(answer).toMatchObject({
      state: "COMPLETED",
      text: expect.stringContaining("research at") as string,
    });
    child.kill("SIGTERM");
    expect(await end).toMatchObject({ code: 0 });
  });
});

describe("where agents are looked for in a pod", () => {
  it("is its own namespace, and its API server: without a right to look there, a pod is told so", () => {
    const token = join(createFolder(), "token");
    const podFiles = { token, namespace: join(createFolder(), "namespace") };
    expect(catchReasons(() => createSourceRegistry({}, { podFiles }))).toEqual([
      expect.stringContaining(`no token of a pod (${token})`),
    ]);
    writeFileSync(podFiles.token, "x");
    expect(catchReasons(() => createSourceRegistry({}, { podFiles }))).toEqual([
      expect.stringContaining("'--namespace' must be given"),
    ]);
    writeFileSync(podFiles.namespace, "agents\n");
    const registry = createSourceRegistry({}, { podFiles });
    registry.close();
    expect(registry.list()).toEqual([]);
  });
});

describe("a table of agents", () => {
  it("shows some skills of an agent that has many, and writes nothing that moves a cursor", () => {
    const ids = Array.from({ length: 20 }, (_, index) => `skill-${index}`);
    const agent = toAgent(
      "many",
      ids.map((id) => ({ id })),
    );
    const nasty = toAgent("nasty", [{ id: "a\u001b[2Jb" }], { isReady: false });
    const matches = [agent, nasty].map((found) => ({ agent: found, skills: found.card.skills }));
    expect(toAgentTable(matches).split("\n").slice(1)).toEqual([
      "many   agents     yes    skill-0, skill-1, skill-2, skill-3 and 16 more  http://many.agents.svc.cluster.local:8000",
      "nasty  agents     no     a [2Jb                                          http://nasty.agents.svc.cluster.local:8000",
      "",
    ]);
    const issues = [{ propertyPath: "name", reason: "'name' (\u001b]0;x) must\nnot" }];
    expect(toProblemLines({ name: "nasty", url: "http://nasty", issues })).toEqual([
      "nasty (http://nasty): 'name' ( ]0;x) must not",
    ]);
  });
});
