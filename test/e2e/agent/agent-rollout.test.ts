// What a change of an agent means for those who call it, on real nodes by the real engine.
import { afterAll, beforeAll, expect, test } from "vitest";
import { waitFor } from "../../cluster/wait-for.ts";
import { recordFigure } from "../../runner/figures.ts";
import { kubectl, readField } from "../cluster-access.ts";
import { type AgentStack, createAgentStack } from "./agent-stack.ts";
import { fetchInPod, readDriver, startDriver } from "./driver-pod.ts";
import { prepareTestImages, type TestImages } from "./test-images.ts";

const STREAM = "light-stream";

/** How long the stream lasts at most: longer than all of these tests. */
const STREAM_SECONDS = 3600;

interface Tally {
  sent: number;
  answered: number;
  /** How often each answer came. */
  texts: Record<string, number>;
  failures: string[];
  /** The number of the first request that still waits for its answer. */
  oldestPending: number;
}

let images: TestImages;
let stack: AgentStack;

beforeAll(async () => {
  images = await prepareTestImages();
  recordFigure("image of the runtime", images.runtimeBytes / 1024 ** 2, "MiB");
  stack = await createAgentStack({
    image: images.worker,
    description: "Works",
    greeting: "hello",
    replicas: 2,
    progressDeadlineSeconds: 180,
  });
});

afterAll(async () => {
  await stack.remove();
});

async function deploy(figure: string, changes: Parameters<AgentStack["up"]>[0]): Promise<void> {
  const startMs = Date.now();
  const { succeeded, output } = await stack.up(changes);
  expect(succeeded, output).toBe(true);
  recordFigure(figure, (Date.now() - startMs) / 1000, "s");
}

async function readTally(): Promise<Tally> {
  const tallies = await readDriver<Tally>(stack.namespace, STREAM);
  const last = tallies.at(-1);
  if (last === undefined) {
    throw new Error("The light stream has told nothing yet.");
  }
  return last;
}

/** Waits until every request that was sent so far has its answer or its failure, and returns all failures. */
async function readFailures(): Promise<string[]> {
  const { sent } = await readTally();
  const tally = await waitFor("the fate of every request", 60, async () => {
    const now = await readTally();
    return now.oldestPending > sent && now;
  });
  return tally.failures;
}

/** Waits until this answer is the only one: pods that go away answer for some seconds more. */
async function waitForAnswer(text: string): Promise<void> {
  let before = (await readTally()).texts;
  await waitFor(`'${text}' to be the only answer`, 60, async () => {
    const { texts } = await readTally();
    const newer = Object.keys(texts).filter((key) => (texts[key] ?? 0) > (before[key] ?? 0));
    before = texts;
    return newer.length === 1 && newer[0] === text;
  });
}

test("an agent comes up, and its peers reach it by the DNS name of its Service", async () => {
  await deploy("up of one agent, two replicas", {});
  const url = `http://worker.${stack.namespace}.svc.cluster.local:8000`;
  await startDriver(stack.namespace, STREAM, images.driver, [
    "light-stream.ts",
    url,
    String(STREAM_SECONDS),
  ]);
  await waitFor(
    "the first tally",
    30,
    async () => (await readDriver(stack.namespace, STREAM)).length > 0,
  );
  expect(await readFailures()).toEqual([]);
  await waitForAnswer("first hello");
});

test("nothing changes when nothing was changed", async () => {
  for (const args of [
    ["preview", "--expect-no-changes"],
    ["refresh", "--yes", "--expect-no-changes"],
  ]) {
    const { succeeded, output } = await stack.run(...args);
    expect(succeeded, output).toBe(true);
  }
});

test("an edited card rolls the pods, which serve it, and every request is answered", async () => {
  const before = await readField(
    stack.namespace,
    "deployment/worker",
    "{.spec.template.spec.volumes}",
  );
  await deploy("roll of an edited card", { description: "Works with care" });
  const after = await readField(
    stack.namespace,
    "deployment/worker",
    "{.spec.template.spec.volumes}",
  );
  expect(after).not.toBe(before);
  const url = `http://worker.${stack.namespace}.svc.cluster.local:8000`;
  const card = await fetchInPod(stack.namespace, STREAM, `${url}/.well-known/agent-card.json`);
  expect(JSON.parse(card)).toMatchObject({ description: "Works with care" });
  expect(await readFailures()).toEqual([]);
});

test("the card of before is gone once no pod mounts it", async () => {
  const cards = await kubectl(
    "get",
    "configmaps",
    `--namespace=${stack.namespace}`,
    "--selector=app.kubernetes.io/name=worker",
    "--output=name",
  );
  expect(cards.trim().split("\n")).toHaveLength(1);
});

test("another value in the environment rolls the pods, and every request is answered", async () => {
  await deploy("roll of another environment", { greeting: "good day" });
  await waitForAnswer("first good day");
  expect(await readFailures()).toEqual([]);
});

test("another image rolls the pods, and every request is answered", async () => {
  await deploy("roll of another image", { image: images.nextWorker });
  await waitForAnswer("second good day");
  expect(await readFailures()).toEqual([]);
});

test("an image that ends at its start fails the deployment with its last log lines, and nobody notices", async () => {
  const { succeeded, output } = await stack.up({
    image: images.brokenWorker,
    progressDeadlineSeconds: 30,
  });
  expect(succeeded).toBe(false);
  expect(output).toContain("the model's file is not in the image");
  await waitForAnswer("second good day");
  expect(await readFailures()).toEqual([]);
});

test("going back to the image of before works at once", async () => {
  await deploy("return from a broken image", {
    image: images.nextWorker,
    progressDeadlineSeconds: 180,
  });
  await waitForAnswer("second good day");
  expect(await readFailures()).toEqual([]);
});

test("what an agent takes is measured", async () => {
  const pods = await kubectl(
    "get",
    "pods",
    `--namespace=${stack.namespace}`,
    "--selector=app.kubernetes.io/name=worker",
    // One of the broken image may still be on its way out.
    "--output=jsonpath={.items[?(@.status.containerStatuses[0].ready==true)].metadata.name}",
  );
  const [pod = ""] = pods.split(" ");
  const metrics = await fetchInPod(stack.namespace, pod, "http://localhost:9464/metrics");
  const resident = /^process_resident_memory_bytes (\S+)$/m.exec(metrics)?.[1];
  recordFigure("memory of an agent under light load", Number(resident) / 1024 ** 2, "MiB");
  expect(metrics).toMatch(/^a2a_active_tasks \d+$/m);
});

test("destroy leaves nothing", async () => {
  await kubectl("delete", "pod", STREAM, `--namespace=${stack.namespace}`);
  const { succeeded, output } = await stack.run("destroy", "--yes");
  expect(succeeded, output).toBe(true);
  const left = await kubectl("get", "namespaces", "--output=name");
  expect(left).not.toContain(stack.namespace);
});

test("an image that never starts fails the first deployment too, soon and with its last log lines", async () => {
  const broken = await createAgentStack({
    image: images.brokenWorker,
    description: "Does not work",
    greeting: "hello",
    replicas: 1,
    progressDeadlineSeconds: 30,
  });
  try {
    const { succeeded, output } = await broken.up({});
    expect(succeeded).toBe(false);
    expect(output).toContain("the model's file is not in the image");
  } finally {
    await broken.run("destroy", "--yes");
    await broken.remove();
  }
});
