// From one scaler of Berth's to the other and back, while an agent works.
import { setTimeout as delay } from "node:timers/promises";
import { ScalingBackend } from "@berth/berth";
import { beforeAll, describe, expect, test } from "vitest";
import { waitFor } from "../../cluster/wait-for.ts";
import { findLost } from "../agent/driven-load.ts";
import { prepareTestImages } from "../agent/test-images.ts";
import { kubectl, readField } from "../cluster-access.ts";
import { removeAfterAll } from "../component/remove-after-all.ts";
import { type ReplicaCount, watchReplicas } from "../component/replica-watch.ts";
import { createUniqueText } from "../unique-text.ts";
import { findLayout } from "../find-layout.ts";
import { installKeda } from "./install-keda.ts";
import { FULL_PACE, PLATFORM, TARGET_ACTIVE_TASKS, toWorkingAgent } from "./scaled-agents.ts";
import { waitForScalingActive } from "./scaling-active.ts";
import { preparePrometheusImages } from "./scaling-images.ts";
import { createScalingStack, type ScalingStack, type WantedAgent } from "./scaling-stack.ts";
import { startTaskLoad, type TaskLoad, toExpectedReplicas } from "./task-load.ts";

const AGENT = "worker";
const EXPECTED_REPLICAS = toExpectedReplicas(FULL_PACE, TARGET_ACTIVE_TASKS);

/** Longer than both changes take: the load is stopped after them. */
const PHASES = [{ seconds: 900, perSecond: FULL_PACE }];

/** In which a scaler that thinks otherwise would change something. */
const WATCH_MS = 45_000;

const namespace = createUniqueText("hand-over");
const later = removeAfterAll();

let stack: ScalingStack;
let image: string;
let load: TaskLoad;

/** The agent, whose pods go by default after minutes only: within these tests a mistake alone takes them away. */
function toAgent(backend: ScalingBackend): WantedAgent {
  const { scaling, ...agent } = toWorkingAgent(image, backend);
  return { ...agent, scaling: { ...scaling, scaleDown: {} } };
}

async function deploy(backend: ScalingBackend): Promise<void> {
  const { succeeded, output } = await stack.up({
    platform: PLATFORM,
    agents: { [namespace]: { [AGENT]: toAgent(backend) } },
  });
  expect(succeeded, output).toBe(true);
}

async function listScalers(): Promise<string[]> {
  const printed = await kubectl(
    "get",
    "horizontalpodautoscalers,scaledobjects",
    `--namespace=${namespace}`,
    "--output=name",
  );
  return printed.trim().split("\n").sort();
}

/** Changes the scaler, waits until the new one works, and tells what the agent went through. */
async function handOver(backend: ScalingBackend): Promise<ReplicaCount[]> {
  const endWatch = await watchReplicas(namespace, AGENT);
  await deploy(backend);
  await waitForScalingActive(namespace, AGENT, backend);
  await delay(WATCH_MS);
  return await endWatch();
}

function findDips(counts: readonly ReplicaCount[]): ReplicaCount[] {
  return counts.filter(
    ({ wanted, available }) => wanted < EXPECTED_REPLICAS || available < EXPECTED_REPLICAS,
  );
}

beforeAll(async () => {
  const layout = await findLayout();
  await preparePrometheusImages(layout);
  const images = await prepareTestImages();
  image = images.worker;
  later(await installKeda(layout));
  stack = await createScalingStack();
  later(stack.remove);
  await deploy(ScalingBackend.PrometheusAdapter);
  load = await startTaskLoad(namespace, AGENT, images.driver, PHASES);
  await waitFor("as many pods as the tasks need", 180, async () => {
    const available = await readField(
      namespace,
      `deployment/${AGENT}`,
      "{.status.availableReplicas}",
    );
    return Number(available) >= EXPECTED_REPLICAS;
  });
});

describe("an agent under load", () => {
  test("keeps its pods when KEDA takes over from the adapter's scaler", async () => {
    const counts = await handOver(ScalingBackend.Keda);
    expect(findDips(counts)).toEqual([]);
    expect(await listScalers()).toEqual([
      `horizontalpodautoscaler.autoscaling/${AGENT}-keda`,
      `scaledobject.keda.sh/${AGENT}`,
    ]);
  });

  test("keeps them when the adapter's scaler takes over from KEDA", async () => {
    const counts = await handOver(ScalingBackend.PrometheusAdapter);
    expect(findDips(counts)).toEqual([]);
    expect(await listScalers()).toEqual([`horizontalpodautoscaler.autoscaling/${AGENT}`]);
  });

  test("loses no task in all that", async () => {
    await load.stop();
    expect(findLost(await load.waitForEnd())).toEqual([]);
  });
});
