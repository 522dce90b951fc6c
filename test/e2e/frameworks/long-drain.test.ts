// A drain of a Python agent behind a sidecar that takes eleven minutes. Only with --long.
import { METRICS, METRICS_PORT, SIDECAR_PORT } from "@berth/contract";
import { beforeAll, describe, expect, test } from "vitest";
import { waitFor } from "../../cluster/wait-for.ts";
import { LONG_VARIABLE } from "../../runner/e2e.ts";
import { recordFigure } from "../../runner/figures.ts";
import { readDriver, startDriver } from "../agent/driver-pod.ts";
import { kubectl } from "../cluster-access.ts";
import { removeAfterAll } from "../component/remove-after-all.ts";
import { FRAMEWORKS, toSidecarAgent } from "./framework-agents.ts";
import { type FrameworkImages, prepareFrameworkImages } from "./framework-images.ts";
import { type AgentPod, type RunningFrameworks, startFrameworks } from "./running-frameworks.ts";

const DRAIN_SECONDS = 660;
/** A task that begins before its pod is deleted, and is done after that time. */
const WORK_SECONDS = DRAIN_SECONDS + 30;
const MAX_TASK_SECONDS = 720;
const TIMEOUT_SECONDS = 900;

const AGENT = "langgraph";
const DRIVER = "one-stream";
/** Keeps a pod's object, and so its exit codes, after the pod has ended. */
const FINALIZER = "berth.dev/test";

/**
 * What Python ends with at SIGTERM, which it gets after the drain. Its server ends in good order, and then
 * sends itself the signal again: the kernel keeps that from the first process of a container.
 */
const ENDED_BY_SIGTERM = 0;

interface ContainerStatus {
  state: { terminated?: { exitCode: number; finishedAt: string } };
}

interface Pod {
  metadata: { deletionTimestamp?: string; deletionGracePeriodSeconds?: number };
  status: { containerStatuses: ContainerStatus[]; initContainerStatuses: ContainerStatus[] };
}

/** How the containers of a pod ended. */
interface End {
  exitCodes: { agent: number; runtime: number };
  drainSeconds: number;
}

const later = removeAfterAll();

/** The time of the deletion is that of its request and the grace period. */
function toEnd({ metadata, status }: Pod): End | undefined {
  const { deletionTimestamp, deletionGracePeriodSeconds = 0 } = metadata;
  const agent = status.containerStatuses[0]?.state.terminated;
  const runtime = status.initContainerStatuses[0]?.state.terminated;
  if (deletionTimestamp === undefined || agent === undefined || runtime === undefined) {
    return undefined;
  }
  const toSeconds = (time: string): number => new Date(time).getTime() / 1000;
  const requested = toSeconds(deletionTimestamp) - deletionGracePeriodSeconds;
  return {
    exitCodes: { agent: agent.exitCode, runtime: runtime.exitCode },
    drainSeconds: toSeconds(agent.finishedAt) - requested,
  };
}

describe.runIf(process.env[LONG_VARIABLE] === "true")("a pod of Python with a long task", () => {
  let images: FrameworkImages;
  let running: RunningFrameworks;

  beforeAll(async () => {
    const framework = FRAMEWORKS.find(({ name }) => name === AGENT);
    if (framework === undefined) {
      throw new Error(`There is no agent '${AGENT}'.`);
    }
    images = await prepareFrameworkImages([AGENT]);
    const args = toSidecarAgent(framework, images);
    const drain = { maxTaskSeconds: MAX_TASK_SECONDS };
    const agents = { [AGENT]: { ...args, replicas: 1, drain } };
    running = await startFrameworks(agents, images.driver, later);
    // A namespace that goes looks again after half of the grace period of the pods that it has found.
    later(async () => {
      await running.up({});
      const where = `--namespace=${running.namespace}`;
      const pods = `--selector=app.kubernetes.io/name=${AGENT}`;
      await kubectl("wait", "--for=delete", "pods", pods, where, "--timeout=120s");
    });
  });

  const patchFinalizers = async (pod: AgentPod, finalizers: string[]): Promise<void> => {
    const patch = `--patch=${JSON.stringify({ metadata: { finalizers } })}`;
    const where = `--namespace=${running.namespace}`;
    await kubectl("patch", "pod", pod.name, where, "--type=merge", patch);
  };

  const isAtWork = async (pod: AgentPod): Promise<boolean> => {
    const program = "fetch(process.argv[1]).then((answer) => answer.text()).then(console.log)";
    const url = `http://localhost:${METRICS_PORT}/metrics`;
    const where = ["--container=runtime", `--namespace=${running.namespace}`];
    const page = await kubectl("exec", pod.name, ...where, "--", "node", "--eval", program, url);
    return page.includes(`\n${METRICS.activeTasks.name} 1\n`);
  };

  const readEnd = async (pod: AgentPod): Promise<End | undefined> => {
    const where = `--namespace=${running.namespace}`;
    return toEnd(JSON.parse(await kubectl("get", "pod", pod.name, where, "-o=json")) as Pod);
  };

  test(
    "is given eleven minutes by the kubelet and finishes it before its agent is told to end",
    async () => {
      const [pod] = await running.readPods(AGENT);
      if (pod === undefined) {
        throw new Error("The agent has no pod.");
      }
      const url = `http://${pod.address}:${SIDECAR_PORT}`;
      const args = ["framework-stream.ts", url, `now wait ${WORK_SECONDS}`];
      await startDriver(running.namespace, DRIVER, images.driver, args);
      await waitFor("the task to run", 30, async () => isAtWork(pod));
      await patchFinalizers(pod, [FINALIZER]);
      try {
        const where = `--namespace=${running.namespace}`;
        await kubectl("delete", "pod", pod.name, where, "--wait=false");
        const end = await waitFor("the end of the pod", TIMEOUT_SECONDS, async () => readEnd(pod));
        recordFigure("long drain of a Python agent", end.drainSeconds, "s");
        expect(end.exitCodes).toEqual({ agent: ENDED_BY_SIGTERM, runtime: 0 });
        expect(end.drainSeconds).toBeGreaterThanOrEqual(DRAIN_SECONDS);
        const [answer] = await readDriver<{ state: string; text: string }>(
          running.namespace,
          DRIVER,
        );
        expect(answer?.state).toBe("COMPLETED");
        expect(answer?.text).toContain(`${WORK_SECONDS}... "now wait ${WORK_SECONDS}" has 3 words`);
      } finally {
        await patchFinalizers(pod, []);
      }
    },
    (TIMEOUT_SECONDS + 120) * 1000,
  );
});
