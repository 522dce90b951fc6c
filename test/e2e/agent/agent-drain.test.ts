// What becomes of tasks that run when their pod is told to go.
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { waitFor } from "../../cluster/wait-for.ts";
import { kubectl, readField } from "../cluster-access.ts";
import { type AgentStack, createAgentStack } from "./agent-stack.ts";
import { fetchInPod, readDriver, startDriver } from "./driver-pod.ts";
import { prepareTestImages, type TestImages } from "./test-images.ts";

const DRIVER = "running-tasks";
const TASKS_OF_EACH_KIND = 3;
/** Long enough that all of them run when their pod is deleted, however slow the machine. */
const WORK_MS = 30_000;

interface Fate {
  kind?: string;
  fate?: string;
  done?: boolean;
}

/** Keeps a pod's object, and so its exit code, after the pod has ended. */
const FINALIZER = "berth.dev/test";

let images: TestImages;
let stack: AgentStack;

beforeAll(async () => {
  images = await prepareTestImages();
});

afterEach(async () => {
  await stack.remove();
});

async function patchFinalizers(pod: string, finalizers: string[]): Promise<void> {
  const patch = JSON.stringify({ metadata: { finalizers } });
  await kubectl(
    "patch",
    "pod",
    pod,
    `--namespace=${stack.namespace}`,
    "--type=merge",
    "--patch",
    patch,
  );
}

async function readActiveTasks(pod: string): Promise<number> {
  const metrics = await fetchInPod(stack.namespace, pod, "http://localhost:9464/metrics");
  return Number(/^a2a_active_tasks (\d+)$/m.exec(metrics)?.[1]);
}

/** Deploys an agent, starts tasks of every kind, deletes their pod, and returns what became of all. */
async function deletePodWithRunningTasks(
  drain?: "off",
): Promise<{ exitCode: string; fates: string[]; log: string }> {
  stack = await createAgentStack({
    image: images.worker,
    description: "Works",
    greeting: "hello",
    replicas: 1,
    progressDeadlineSeconds: 180,
    ...(drain === undefined ? {} : { drain }),
  });
  const { succeeded, output } = await stack.up({});
  expect(succeeded, output).toBe(true);
  const selector = "--selector=app.kubernetes.io/name=worker";
  const [pod = "", address = ""] = (
    await kubectl(
      "get",
      "pods",
      `--namespace=${stack.namespace}`,
      selector,
      "--output=jsonpath={.items[0].metadata.name} {.items[0].status.podIP}",
    )
  ).split(" ");
  await patchFinalizers(pod, [FINALIZER]);
  try {
    await startDriver(stack.namespace, DRIVER, images.driver, [
      "running-tasks.ts",
      `http://${address}:8000`,
      String(TASKS_OF_EACH_KIND),
      String(WORK_MS),
    ]);
    await waitFor(
      "all tasks to run",
      30,
      async () => (await readActiveTasks(pod)) === 3 * TASKS_OF_EACH_KIND,
    );
    // The kubelet keeps no log of a pod that is gone, so it is read while it is written.
    const log = kubectl("logs", pod, `--namespace=${stack.namespace}`, "--follow");
    // A failure in between is told before that of the log.
    log.catch(() => undefined);
    await kubectl("delete", "pod", pod, `--namespace=${stack.namespace}`, "--wait=false");
    const fates = await waitFor("the fate of every task", 120, async () => {
      const told = await readDriver<Fate>(stack.namespace, DRIVER);
      return told.some(({ done }) => done) && told;
    });
    const exitCode = await waitFor("the end of the pod", 120, async () => {
      const state = "{.status.containerStatuses[0].state.terminated.exitCode}";
      const code = await readField(stack.namespace, `pod/${pod}`, state);
      return code !== "" && code;
    });
    return {
      exitCode,
      log: await log,
      fates: fates.flatMap(({ kind, fate }) =>
        kind === undefined ? [] : [`${kind} ${fate ?? ""}`],
      ),
    };
  } finally {
    await patchFinalizers(pod, []);
  }
}

describe("a pod that is deleted while blocking, streaming and detached tasks run", () => {
  test("finishes them all and exits with 0", async () => {
    const { exitCode, fates, log } = await deletePodWithRunningTasks();
    expect(fates.sort()).toEqual(
      ["blocking", "detached", "streaming"].flatMap((kind) =>
        Array<string>(TASKS_OF_EACH_KIND).fill(`${kind} COMPLETED`),
      ),
    );
    expect(log.match(/the work is done/g)).toHaveLength(3 * TASKS_OF_EACH_KIND);
    expect(exitCode).toBe("0");
  });

  test("loses them all with A2A_DRAIN=off, so the drain is what keeps them", async () => {
    const { fates, log } = await deletePodWithRunningTasks("off");
    expect(fates).toHaveLength(3 * TASKS_OF_EACH_KIND);
    expect(fates.filter((fate) => fate.endsWith("COMPLETED"))).toEqual([]);
    expect(log).not.toContain("the work is done");
  });
});
