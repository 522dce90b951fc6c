// A drain that takes eleven minutes. Only with --long.
import { beforeAll, describe, expect, test } from "vitest";
import { waitFor } from "../../cluster/wait-for.ts";
import { LONG_VARIABLE } from "../../runner/e2e.ts";
import { recordFigure } from "../../runner/figures.ts";
import { fetchInPod, readDriver, startDriver } from "../agent/driver-pod.ts";
import { prepareTestImages } from "../agent/test-images.ts";
import { kubectl } from "../cluster-access.ts";
import { createAgentsStack } from "../component/agents-stack.ts";
import { toSmallAgent } from "../component/paired-agents.ts";
import { removeAfterAll } from "../component/remove-after-all.ts";
import { createUniqueText } from "../unique-text.ts";

const DRAIN_SECONDS = 660;
/** A task that begins before its pod is deleted, and is done after that time. */
const WORK_SECONDS = DRAIN_SECONDS + 30;
const MAX_TASK_SECONDS = 720;
const TIMEOUT_SECONDS = 900;

const AGENT = "worker";
const DRIVER = "one-stream";
/** Keeps a pod's object, and so its exit code, after the pod has ended. */
const FINALIZER = "berth.dev/test";

const namespace = createUniqueText("long-drain");
const later = removeAfterAll();

interface Pod {
  metadata: { name: string; deletionTimestamp?: string; deletionGracePeriodSeconds?: number };
  status: {
    podIP: string;
    containerStatuses: { state: { terminated?: { exitCode: number; finishedAt: string } } }[];
  };
}

/** How a pod ended. */
interface End {
  exitCode: number;
  drainSeconds: number;
}

async function readPod(): Promise<Pod> {
  const selector = `--selector=app.kubernetes.io/name=${AGENT}`;
  const printed = await kubectl("get", "pods", `--namespace=${namespace}`, selector, "-o=json");
  const { items } = JSON.parse(printed) as { items: Pod[] };
  // Beside the pod that goes there is soon the one that takes its place.
  const pod = items.find(({ metadata }) => metadata.deletionTimestamp !== undefined) ?? items[0];
  if (pod === undefined) {
    throw new Error("The agent has no pod.");
  }
  return pod;
}

/** The time of the deletion is that of its request and the grace period. */
function toEnd({ metadata, status }: Pod): End | undefined {
  const { deletionTimestamp, deletionGracePeriodSeconds = 0 } = metadata;
  const terminated = status.containerStatuses[0]?.state.terminated;
  if (deletionTimestamp === undefined || terminated === undefined) {
    return undefined;
  }
  const toSeconds = (time: string): number => new Date(time).getTime() / 1000;
  const requested = toSeconds(deletionTimestamp) - deletionGracePeriodSeconds;
  const drainSeconds = toSeconds(terminated.finishedAt) - requested;
  return { exitCode: terminated.exitCode, drainSeconds };
}

async function patchFinalizers(pod: string, finalizers: string[]): Promise<void> {
  const patch = `--patch=${JSON.stringify({ metadata: { finalizers } })}`;
  await kubectl("patch", "pod", pod, `--namespace=${namespace}`, "--type=merge", patch);
}

describe.runIf(process.env[LONG_VARIABLE] === "true")("a pod with a long task", () => {
  let driver: string;

  beforeAll(async () => {
    const images = await prepareTestImages();
    ({ driver } = images);
    const stack = await createAgentsStack();
    later(stack.remove);
    await stack.want({
      [namespace]: {
        [AGENT]: {
          ...toSmallAgent(images.worker, "Embedded"),
          replicas: 1,
          drain: { maxTaskSeconds: MAX_TASK_SECONDS },
        },
      },
    });
    const { succeeded, output } = await stack.run("up", "--yes");
    expect(succeeded, output).toBe(true);
  });

  test(
    "is given eleven minutes by the kubelet, finishes it, and exits with 0",
    async () => {
      const { metadata, status } = await readPod();
      const url = `http://${status.podIP}:8000`;
      await startDriver(namespace, DRIVER, driver, [
        "one-stream.ts",
        url,
        String(WORK_SECONDS * 1000),
      ]);
      await waitFor("the task to run", 30, async () => {
        const metrics = await fetchInPod(namespace, metadata.name, "http://localhost:9464/metrics");
        return metrics.includes("\na2a_active_tasks 1\n");
      });
      await patchFinalizers(metadata.name, [FINALIZER]);
      try {
        await kubectl("delete", "pod", metadata.name, `--namespace=${namespace}`, "--wait=false");
        const end = await waitFor("the end of the pod", TIMEOUT_SECONDS, async () =>
          toEnd(await readPod()),
        );
        recordFigure("long drain", end.drainSeconds, "s");
        expect(end.exitCode).toBe(0);
        expect(end.drainSeconds).toBeGreaterThanOrEqual(DRAIN_SECONDS);
        expect(await readDriver(namespace, DRIVER)).toEqual([
          { begun: true },
          { fate: "COMPLETED" },
        ]);
      } finally {
        await patchFinalizers(metadata.name, []);
      }
    },
    (TIMEOUT_SECONDS + 120) * 1000,
  );
});
