// Agents that nobody named to each other: a directory finds those of another namespace, and whoever asks it
// calls what it names.
import type { AgentArgs } from "@berth/berth";
import { SERVICE_PORT } from "@berth/contract";
import { beforeAll, describe, expect, test } from "vitest";
import { waitFor } from "../../cluster/wait-for.ts";
import { recordFigure } from "../../runner/figures.ts";
import { startDriver } from "../agent/driver-pod.ts";
import { kubectl, runInPod } from "../cluster-access.ts";
import { type AgentsStack, createAgentsStack } from "../component/agents-stack.ts";
import { reaches } from "../component/connections.ts";
import { removeAfterAll } from "../component/remove-after-all.ts";
import { findLayout } from "../find-layout.ts";
import { createUniqueText } from "../unique-text.ts";
import { killApiServer, startApiServer } from "./api-server-outage.ts";
import { type DirectoryAgents, prepareDirectoryAgents } from "./directory-agents.ts";
import { type FollowedDirectory, followDirectory, type ToldAgents } from "./followed-directory.ts";
import { toUrl } from "./framework-agents.ts";
import {
  findTime,
  isDeleted,
  isReadySlice,
  type PlainWatch,
  type WatchedEvent,
  watchPlainly,
} from "./plain-watch.ts";

const home = createUniqueText("directory-home");
const abroad = createUniqueText("directory-abroad");
const directoryUrl = toUrl(home, "directory");

/** The command line of the runtime, in its image. */
const RUNTIME = ["node", "/node_modules/@berth/agent-runtime/bin/agent-runtime.js"];

const DRIVER = "driver";

/** How long the API server is away: longer than a watch takes to be begun anew several times. */
const OUTAGE_SECONDS = 15;

/** What the follower is told while nothing changes. */
const KNOWN = ["research", "translator"];

const later = removeAfterAll();
let agents: DirectoryAgents;
let stack: AgentsStack;
let directory: FollowedDirectory;

/** Deploys the agents that are to be there from now on, beside those that find them. */
async function up(found: DirectoryAgents["found"]): Promise<void> {
  await stack.want({ [home]: agents.finders, [abroad]: found });
  const { succeeded, output } = await stack.run("up", "--yes");
  expect(succeeded, output).toBe(true);
}

/** Asks the directory and returns each answer, in the order of the questions. */
async function ask(...questions: string[]): Promise<{ agents: { name: string; url: string }[] }[]> {
  const printed = await runInPod(
    home,
    DRIVER,
    "node",
    "ask-directory.ts",
    directoryUrl,
    ...questions,
  );
  return printed
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as { agents: { name: string; url: string }[] });
}

/** What a command prints on both outputs, and how it ends. */
async function runToEnd(object: string, ...command: string[]): Promise<string> {
  const script = '"$@" 2>&1; echo "exit code $?"';
  return await runInPod(home, object, "sh", "-c", script, "sh", ...command);
}

function recordSeconds(name: string, beginMs: number, endMs: number): void {
  recordFigure(name, (endMs - beginMs) / 1000, "s");
}

const names = (...wanted: string[]): ((answer: ToldAgents) => boolean) => {
  const list = wanted.sort().join();
  return (answer) => answer.isCurrent && answer.names.join() === list;
};

beforeAll(async () => {
  agents = await prepareDirectoryAgents(abroad);
  stack = await createAgentsStack();
  later(stack.remove);
  await up(agents.found);
  // It stays, and programs are started in it.
  await startDriver(home, DRIVER, agents.driver, ["--eval", "setInterval(() => 0, 1e6)"]);
  directory = await followDirectory(home, agents.driver, directoryUrl);
  await directory.waitForAnswer("the agents that were there before", 0, names(...KNOWN));
});

describe("an agent directory", () => {
  test.each([
    ["the id of a skill", '{"skill":"web-summary"}', ["research"]],
    ["a tag", '{"tag":"language"}', ["translator"]],
    ["a text as data", '{"text":"summaries of the web"}', ["research"]],
    ["words", "Who can translate a letter?", ["translator"]],
    ["words that name nothing to look for", "Which agents are there?", KNOWN],
    ["words that nobody meets", "Who can cook?", []],
  ])("answers %s with the agents of the other namespace", async (_, question, expected) => {
    const [answer] = await ask(question);
    expect(answer?.agents.map(({ name }) => name).sort()).toEqual(expected);
    for (const { name, url } of answer?.agents ?? []) {
      expect(url).toBe(toUrl(abroad, name));
    }
  });

  test("names what an agent with the same discovery calls, and a pod without it does not reach", async () => {
    const asked = await runToEnd(
      "deployment/planner",
      ...[...RUNTIME, "send", directoryUrl, "Who can summarize a web page?"],
    );
    expect(asked).toContain("exit code 0");
    const [url = ""] = /http:\S+research\S+:\d+/.exec(asked) ?? [];
    const called = await runToEnd("deployment/planner", ...RUNTIME, "send", url, "100");
    expect(called).toMatch(/completed: first[^]*exit code 0/);
    const { hostname } = new URL(url);
    const pod = { namespace: home, object: `pod/${DRIVER}`, image: "node" } as const;
    expect(await reaches(pod, hostname, SERVICE_PORT)).toBe(false);
    expect(await reaches({ ...pod, object: "deployment/planner" }, hostname, SERVICE_PORT)).toBe(
      true,
    );
    // It is found by its Service, and by its own word called by nobody who finds it.
    const shy = new URL(toUrl(abroad, "shy")).hostname;
    expect(await reaches({ ...pod, object: "deployment/planner" }, shy, SERVICE_PORT)).toBe(false);
  });

  test("tells by its command what it lists, and what is wrong with a card that it does not list", async () => {
    const printed = await runToEnd("deployment/directory", ...RUNTIME, "discover");
    const lines = printed.split("\n");
    expect(lines.slice(0, 3).map((line) => line.split(/ {2,}/))).toEqual([
      ["NAME", "NAMESPACE", "READY", "SKILLS", "URL"],
      ["research", abroad, "yes", "web-summary", toUrl(abroad, "research")],
      ["translator", abroad, "yes", "translate", toUrl(abroad, "translator")],
    ]);
    const toProblems = (name: string): string[] =>
      lines
        .filter((line) => line.startsWith(`${abroad}/${name} (${toUrl(abroad, name)}): `))
        .map((line) => line.slice(line.indexOf("): ") + 3));
    expect(toProblems("broken")).toEqual(["'supportedInterfaces' must be given."]);
    expect(toProblems("shy")).toEqual([expect.stringContaining("no answer in time")]);
    expect(printed).toContain("exit code 1");
    // Those who ask it were never told of them either.
    const told = (await directory.readAnswers()).flatMap((answer) => answer.names);
    expect(told.filter((name) => /broken|shy/.test(name))).toEqual([]);
  });
});

/** Waits for an event that somebody else has told of by then. */
async function waitForTime(
  watch: PlainWatch,
  what: string,
  isMet: (event: WatchedEvent) => boolean,
): Promise<number> {
  return await waitFor(what, 10, () => Promise.resolve(findTime(watch, isMet)));
}

/** Deploys one more agent, and records how long it takes until the directory names it. */
async function recordNewAgent(context: string): Promise<void> {
  const path = `/apis/discovery.k8s.io/v1/namespaces/${abroad}/endpointslices`;
  const slices = await watchPlainly(await findLayout(), path);
  try {
    const upMs = Date.now();
    await up({ ...agents.found, late: agents.late });
    const seen = await directory.waitForAnswer("the new agent", upMs, names(...KNOWN, "late"));
    const readyMs = await waitForTime(slices, "its Ready slice", isReadySlice("late"));
    recordSeconds(`${context}: from \`up\` to the answer of the directory`, upMs, seen.atMs);
    recordSeconds(`${context}: from its Ready EndpointSlice to the answer`, readyMs, seen.atMs);
  } finally {
    slices.stop();
  }
}

test("an agent is seen when it comes, and dropped when it goes", async () => {
  await recordNewAgent("new agent");
  const path = `/api/v1/namespaces/${abroad}/services`;
  const services = await watchPlainly(await findLayout(), path);
  try {
    const deleteMs = Date.now();
    await kubectl("delete", "service", "late", `--namespace=${abroad}`, "--wait=false");
    const dropped = await directory.waitForAnswer("no more of it", deleteMs, names(...KNOWN));
    const goneMs = await waitForTime(services, "the end of its Service", isDeleted("late"));
    recordSeconds("deleted agent: from the request to the answer", deleteMs, dropped.atMs);
    recordSeconds("deleted agent: from the end of its Service to the answer", goneMs, dropped.atMs);
  } finally {
    services.stop();
  }
  await up(agents.found);
});

test("an agent that is rolled is told of with its new card", async () => {
  const path = `/apis/discovery.k8s.io/v1/namespaces/${abroad}/endpointslices`;
  const slices = await watchPlainly(await findLayout(), path);
  try {
    const { research } = agents.found;
    const next = { ...research, card: { ...research?.card, version: "2.0.0" } } as AgentArgs;
    agents = { ...agents, found: { ...agents.found, research: next } };
    const upMs = Date.now();
    await up(agents.found);
    const told = await directory.waitForAnswer("the new card", upMs, ({ versions }) => {
      return versions["research"] === "2.0.0";
    });
    const lastMs = slices.events.findLast(isReadySlice("research"))?.atMs ?? Number.NaN;
    recordSeconds("new card: from the last EndpointSlice of the rollout", lastMs, told.atMs);
    const answers = (await directory.readAnswers()).filter(({ atMs }) => atMs > upMs);
    expect(answers.filter(({ names: known }) => !known.includes("research"))).toEqual([]);
  } finally {
    slices.stop();
  }
});

test("a directory answers while the API server is away, and sees a new agent when it is back", async () => {
  const layout = await findLayout();
  const killMs = Date.now();
  let startMs = killMs;
  try {
    await killApiServer(layout);
    await new Promise((resolve) => setTimeout(resolve, OUTAGE_SECONDS * 1000));
  } finally {
    startMs = Date.now();
    await startApiServer(layout);
  }
  const old = await directory.waitForAnswer("an answer from memory", killMs, ({ isCurrent }) => {
    return !isCurrent;
  });
  const current = await directory.waitForAnswer("what is so now", old.atMs, names(...KNOWN));
  recordSeconds("API server killed: until the answer says that it may be old", killMs, old.atMs);
  recordSeconds("API server started: until the directory is current", startMs, current.atMs);
  // Whatever it said meanwhile, it named the same agents.
  const told = (await directory.readAnswers()).filter(({ atMs }) => atMs > killMs);
  expect(told.filter((answer) => answer.names.join() !== KNOWN.join())).toEqual([]);
  const away = (await directory.readCounts()).filter(({ atMs }) => atMs > killMs && atMs < startMs);
  expect(away.length).toBeGreaterThan(OUTAGE_SECONDS / 2);
  expect(away.filter(({ answered, failed }) => answered === 0 || failed > 0)).toEqual([]);
  const slowestMs = Math.max(...away.map((count) => count.slowestMs));
  recordFigure("API server away: the slowest answer of the directory", slowestMs, "ms");
  await recordNewAgent("after that, new agent");
});
