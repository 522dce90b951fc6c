// What becomes of tasks that run while every pod of their agent is replaced.
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { waitFor } from "../../cluster/wait-for.ts";
import { readDriver, startDriver } from "../agent/driver-pod.ts";
import { prepareTestImages, type TestImages } from "../agent/test-images.ts";
import { deleteNamespace, kubectl, waitForRollout } from "../cluster-access.ts";
import { createReplicatedAgent, type ReplicatedAgent } from "./replicated-agent.ts";

const DRIVER = "task-load";
/** Long enough for a rollout of two replicas, whose tasks last as long as WORK_MS. */
const LOAD_SECONDS = 60;
const TASKS_PER_SECOND = 1;
const WORK_MS = 8000;
const KINDS = ["blocking", "streaming", "detached"];

interface Fate {
  kind?: string;
  fate?: string;
  done?: boolean;
}

let images: TestImages;
let agent: ReplicatedAgent;

beforeAll(async () => {
  images = await prepareTestImages();
});

afterEach(async () => {
  await deleteNamespace(agent.namespace);
});

/** Replaces every pod under load and returns how many tasks had which fate. */
async function replacePodsUnderLoad(env: Record<string, string>): Promise<Record<string, number>> {
  agent = await createReplicatedAgent({ image: images.worker, replicas: 2, env });
  const before = await agent.readPods();
  await startDriver(agent.namespace, DRIVER, images.driver, [
    "task-load.ts",
    agent.url,
    String(LOAD_SECONDS),
    String(TASKS_PER_SECOND),
    String(WORK_MS),
  ]);
  await waitFor("the first fates", 60, async () => (await readFates()).length > 0);
  await kubectl("rollout", "restart", "deployment/worker", `--namespace=${agent.namespace}`);
  await waitForRollout(agent.namespace, "worker");
  await waitFor("the old pods to go", 60, async () => {
    const names = (await kubectl("get", "pods", `--namespace=${agent.namespace}`)).split("\n");
    return before.every(({ name }) => !names.some((line) => line.startsWith(name)));
  });
  expect((await readFates()).some(({ done }) => done)).toBe(false);
  const fates = await waitFor("the fate of every task", 150, async () => {
    const told = await readFates();
    return told.some(({ done }) => done) && told;
  });
  return countFates(fates);
}

async function readFates(): Promise<Fate[]> {
  return await readDriver<Fate>(agent.namespace, DRIVER);
}

function countFates(fates: readonly Fate[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { kind, fate } of fates) {
    if (kind !== undefined && fate !== undefined) {
      const key = `${kind} ${fate}`;
      counts[key] = (counts[key] ?? 0) + 1;
    }
  }
  return counts;
}

describe("a rolling update under blocking, streaming and detached tasks", () => {
  test("refuses no task and loses none, though a poll meets any replica and pods go for good", async () => {
    expect(await replacePodsUnderLoad({})).toEqual(
      Object.fromEntries(
        KINDS.map((kind) => [`${kind} COMPLETED`, LOAD_SECONDS * TASKS_PER_SECOND]),
      ),
    );
  });

  test("loses some when A2A_DRAIN is off, so the drain is what saves them", async () => {
    const counts = await replacePodsUnderLoad({ A2A_DRAIN: "off" });
    const lost = Object.keys(counts).filter((key) => !key.endsWith(" COMPLETED"));
    expect(lost.length).toBeGreaterThan(0);
  });
});
