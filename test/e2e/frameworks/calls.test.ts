// Agents of every framework, each behind a sidecar with two replicas, as those who call them see them.
import { SIDECAR_PORT } from "@berth/contract";
import { beforeAll, describe, expect, test } from "vitest";
import { removeAfterAll } from "../component/remove-after-all.ts";
import { FRAMEWORKS, toAgents, toSidecarAgent, toUrl } from "./framework-agents.ts";
import { prepareFrameworkImages } from "./framework-images.ts";
import { callFromPython, startPythonClients } from "./python-clients.ts";
import { type RunningFrameworks, startFrameworks } from "./running-frameworks.ts";

/** What a client tells of a message that it sent. */
interface Told {
  sent: string;
  state: string;
  text: string;
}

const VERSIONS = ["1.0", "0.3"] as const;

const PROGRAM = "framework-calls.ts";

/** Texts, with what the agents say about them. */
const COUNTED: Record<string, string> = {
  "hello wide world": `"hello wide world" has 3 words; the longest is "hello".`,
  "only elephants": `"only elephants" has 2 words; the longest is "elephants".`,
  "a bb ccc dddd": `"a bb ccc dddd" has 4 words; the longest is "dddd".`,
};
const WAITED = {
  text: "now wait 2",
  answer: `1... 2... "now wait 2" has 3 words; the longest is "wait".`,
};

/** What comes of a request to cancel a task: at once, and where it is refused, later. */
const CANCELLED = { cancelled: "CANCELED", read: "CANCELED" };
const NOT_CANCELLED = {
  refused: {
    reason: "TASK_NOT_CANCELABLE",
    message: expect.stringContaining("goes on: the agent has not answered") as string,
  },
  read: "WORKING",
  end: "COMPLETED",
};

const later = removeAfterAll();
let running: RunningFrameworks;

beforeAll(async () => {
  const images = await prepareFrameworkImages();
  const agents = toAgents((framework) => toSidecarAgent(framework, images));
  running = await startFrameworks(agents, images.driver, later);
  await startPythonClients(running.namespace, images);
});

describe.each(FRAMEWORKS)("the agent on $name", ({ cancels, name }) => {
  const call = async <Line>(what: string, version: string, ...args: string[]): Promise<Line[]> =>
    await running.drive<Line>(PROGRAM, what, version, toUrl(running.namespace, name), ...args);
  // Strands ends each text with a new line.
  const toPairs = (told: readonly Told[]): Record<string, string> =>
    Object.fromEntries(told.map(({ sent, state, text }) => [sent, `${state} ${text.trimEnd()}`]));

  test.each(VERSIONS)(
    "has a card for clients of %s that leads to its Service alone",
    async (version) => {
      const [card = {}] = await call<Record<string, unknown>>("card", version);
      expect(card).toMatchObject({ name, description: "Counts words" });
      const urls = findUrls(card);
      expect(urls.length).toBeGreaterThan(0);
      const origin = toUrl(running.namespace, name);
      expect(urls.filter((url) => new URL(url).origin !== origin)).toEqual([]);
    },
  );

  test.each(VERSIONS)(
    "answers each of several calls of %s with what belongs to it",
    async (version) => {
      const told = await call<Told>("send", version, ...Object.keys(COUNTED));
      expect(toPairs(told)).toEqual(
        Object.fromEntries(
          Object.entries(COUNTED).map(([text, answer]) => [text, `COMPLETED ${answer}`]),
        ),
      );
    },
  );

  test.each(VERSIONS)("streams its answers to clients of %s", async (version) => {
    const told = await call<Told>("stream", version, WAITED.text, "only elephants");
    expect(toPairs(told)).toEqual({
      [WAITED.text]: `COMPLETED ${WAITED.answer}`,
      "only elephants": `COMPLETED ${COUNTED["only elephants"] ?? ""}`,
    });
  });

  test.each(VERSIONS)("is called by the official Python client of %s too", async (version) => {
    const url = toUrl(running.namespace, name);
    const told = await callFromPython(running.namespace, version, url, WAITED.text);
    const answer = { state: "COMPLETED", text: WAITED.answer };
    expect(told.map(({ text, ...rest }) => ({ ...rest, text: text.trimEnd() }))).toEqual([
      { streaming: false, ...answer },
      { streaming: true, ...answer },
    ]);
  });

  test("works on by itself, and each replica knows the task", async () => {
    const pods = await running.readPods(name);
    const urls = pods.map(({ address }) => `http://${address}:${SIDECAR_PORT}`);
    expect(urls).toHaveLength(2);
    const [told] = await call<Told & { known: boolean[] }>("detach", "1.0", WAITED.text, ...urls);
    expect(told).toMatchObject({ known: [true, true], state: "COMPLETED" });
    expect(told?.text.trimEnd()).toBe(WAITED.answer);
  });

  const title = cancels
    ? "ends a task that is cancelled"
    : "says that a task which it cannot cancel goes on, and ends it";
  test(title, async () => {
    expect(await call("cancel", "1.0", "wait 30")).toEqual([cancels ? CANCELLED : NOT_CANCELLED]);
  });
});

/** Every text of a card that is a URL, at whatever depth. */
function findUrls(value: unknown): string[] {
  if (typeof value === "string") {
    return /^https?:/.test(value) ? [value] : [];
  }
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(findUrls) : [];
}
