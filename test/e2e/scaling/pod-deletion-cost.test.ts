// The idlest pods go first, and the right that pods need to say so is a right to nothing else.
import { AgentRuntimeMode } from "@berth/berth";
import { POD_DELETION_COST } from "@berth/contract";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { waitFor } from "../../cluster/wait-for.ts";
import { readDriver, startDriver } from "../agent/driver-pod.ts";
import { prepareTestImages, type TestImages } from "../agent/test-images.ts";
import { kubectl, waitForRollout } from "../cluster-access.ts";
import { type AgentsStack, createAgentsStack } from "../component/agents-stack.ts";
import { createUniqueText } from "../unique-text.ts";
import { type CostedPod, readCostedPods } from "./costed-pods.ts";
import { patchPod, type PodPatch } from "./patch-pod.ts";

const AGENT = "worker";
const namespace = createUniqueText("deletion-cost");

/** Of each of three kinds, to each busy pod. */
const TASKS_OF_EACH_KIND = 2;
/** Longer than it takes until two values are written, and a pod is gone. */
const WORK_MS = 100_000;
/** The time from one write to the next, a write, and a look. */
const WRITTEN_SECONDS = 60;

let images: TestImages;
let stack: AgentsStack | undefined;

beforeAll(async () => {
  images = await prepareTestImages();
  stack = await createAgentsStack();
  await stack.want({
    [namespace]: {
      [AGENT]: {
        image: images.worker,
        card: {
          description: "Works",
          version: "1.0.0",
          skills: [{ id: "work", name: "Work", description: "Works for a while", tags: ["test"] }],
        },
        resources: {
          requests: { cpu: "10m", memory: "64Mi" },
          limits: { cpu: "1", memory: "256Mi" },
        },
        runtime: { mode: AgentRuntimeMode.Embedded },
        // Nothing but this test scales it.
        scaling: { backend: "None", minReplicas: 3, idlestPodFirst: true },
      },
    },
  });
  const { succeeded, output } = await stack.run("up", "--yes");
  expect(succeeded, output).toBe(true);
});

afterAll(async () => {
  // The policy is in no namespace.
  const outcome = await stack?.run("destroy", "--yes");
  await stack?.remove();
  expect(outcome?.succeeded, outcome?.output).toBe(true);
});

/** Makes a token of the agent's identity, in the name of a pod or of none. */
async function createToken(boundPod?: string): Promise<string> {
  const token = await kubectl(
    "create",
    "token",
    AGENT,
    `--namespace=${namespace}`,
    ...(boundPod === undefined
      ? []
      : ["--bound-object-kind=Pod", `--bound-object-name=${boundPod}`]),
  );
  return token.trim();
}

interface PodChange {
  metadata?: { annotations?: object; [member: string]: unknown };
  spec?: object;
}

const toCost = (value: string | null): object => {
  return { annotations: { [POD_DELETION_COST]: value } };
};

describe("the token of a pod that writes its deletion cost", () => {
  const DONE = { status: 200, message: undefined };
  let own = "";
  let other = "";
  let token = "";

  beforeAll(async () => {
    [own = "", other = ""] = (await readCostedPods(namespace, AGENT)).map(({ name }) => name);
    token = await createToken(own);
  });

  const patchOwn = (patch: object, more: Partial<PodPatch> = {}) =>
    patchPod(token, { namespace, pod: own, patch, ...more });
  const denied = (message: string) => {
    return {
      status: 403,
      message: expect.stringContaining(`denied request: ${message}`) as string,
    };
  };
  const ONLY_COST = denied(
    `A pod of an agent must change nothing of itself but the annotation '${POD_DELETION_COST}'.`,
  );
  const ONLY_ITSELF = denied("A pod of an agent must change no pod but itself.");

  test("writes that", async () => {
    expect(await patchOwn({ metadata: toCost("2147483647") })).toEqual(DONE);
    expect((await readCostedPods(namespace, AGENT))[0]?.cost).toBe("2147483647");
    expect(await patchOwn({ metadata: toCost("0") })).toEqual(DONE);
  });

  test.each<[string, PodChange]>([
    ["another label", { metadata: { labels: { protocol: "none" } } }],
    ["no label", { metadata: { labels: null } }],
    ["another annotation", { metadata: { annotations: { "berth.dev/test": "x" } } }],
    ["a finalizer", { metadata: { finalizers: ["berth.dev/test"] } }],
    ["no owner", { metadata: { ownerReferences: null } }],
    ["another image", { spec: { containers: [{ name: "agent", image: "other:1" }] } }],
    ["a deadline", { spec: { activeDeadlineSeconds: 1 } }],
  ])("gives the pod %s neither alone nor with its cost", async (_what, change) => {
    const type = "strategic-merge-patch";
    expect(await patchOwn(change, { type })).toEqual(ONLY_COST);
    const { annotations = {}, ...metadata } = change.metadata ?? {};
    const both = { ...metadata, annotations: { ...annotations, [POD_DELETION_COST]: "4" } };
    expect(await patchOwn({ ...change, metadata: both }, { type })).toEqual(ONLY_COST);
  });

  test.each([["-1"], [null]])("does not write %s", async (value) => {
    expect(await patchOwn({ metadata: toCost(value) })).toEqual(
      denied(`'${POD_DELETION_COST}' must be a whole number from 0 to 2147483647.`),
    );
  });

  test.each([["idle"], ["2147483648"], ["07"]])(
    "does not write %s, which the API server itself refuses",
    async (value) => {
      expect(await patchOwn({ metadata: toCost(value) })).toEqual({
        status: 422,
        message: expect.stringContaining("must be a 32bit integer") as string,
      });
    },
  );

  test("does not write that of another pod", async () => {
    const patch = { metadata: toCost("4") };
    expect(await patchOwn(patch, { pod: other })).toEqual(ONLY_ITSELF);
  });

  test("counts for nothing when it is not in the name of a pod", async () => {
    const unbound = await createToken();
    const patch = { metadata: toCost("4") };
    expect(await patchPod(unbound, { namespace, pod: own, patch })).toEqual(ONLY_ITSELF);
  });

  test.each([["status"], ["resize"], ["ephemeralcontainers"]])(
    "does not reach the subresource %s",
    async (subresource) => {
      expect(await patchOwn({ metadata: toCost("4") }, { subresource })).toEqual({
        status: 403,
        message: expect.stringContaining(`cannot patch resource "pods/${subresource}"`) as string,
      });
    },
  );
});

describe("an agent that gets fewer pods", () => {
  test("loses the idle one, and not the one that Kubernetes would pick among equals", async () => {
    const pods = await waitFor("all pods to be idle", WRITTEN_SECONDS, async () => {
      const now = await readCostedPods(namespace, AGENT);
      return now.every(({ cost }) => cost === "0") && now;
    });
    expect(pods).toHaveLength(3);
    // Among equals goes a pod that shares its node with another one, and of those the youngest: so the
    // idle one is alone, where there is such a one, and the oldest.
    const isAlone = ({ node }: CostedPod): boolean =>
      pods.filter((pod) => pod.node === node).length === 1;
    const idle = pods.find(isAlone) ?? pods[0];
    const busy = pods.filter((pod) => pod !== idle);
    await Promise.all(
      busy.map(({ address }, index) =>
        startDriver(namespace, `driver-${index}`, images.driver, [
          "running-tasks.ts",
          `http://${address}:8000`,
          String(TASKS_OF_EACH_KIND),
          String(WORK_MS),
        ]),
      ),
    );
    await waitFor("the busy pods to say so", WRITTEN_SECONDS, async () => {
      const costs = new Map(
        (await readCostedPods(namespace, AGENT)).map(({ name, cost }) => [name, cost]),
      );
      return busy.every(({ name }) => costs.get(name) === "4");
    });
    expect(
      (await readCostedPods(namespace, AGENT)).find(({ name }) => name === idle?.name)?.cost,
    ).toBe("0");

    await kubectl("scale", `deployment/${AGENT}`, `--namespace=${namespace}`, "--replicas=2");
    await waitFor("a pod to go", 60, async () => {
      const left = (await readCostedPods(namespace, AGENT)).filter(({ isGoing }) => !isGoing);
      return left.length === 2;
    });
    const left = (await readCostedPods(namespace, AGENT)).filter(({ isGoing }) => !isGoing);
    expect(left.map(({ name }) => name).sort()).toEqual(busy.map(({ name }) => name).sort());
    await waitForRollout(namespace, AGENT);

    const fates = await Promise.all(
      busy.map((_pod, index) =>
        waitFor("the fate of every task", 180, async () => {
          const told = await readDriver<{ fate?: string; done?: boolean }>(
            namespace,
            `driver-${index}`,
          );
          return told.some(({ done }) => done) && told.flatMap(({ fate }) => fate ?? []);
        }),
      ),
    );
    expect(fates.flat()).toEqual(Array<string>(6 * TASKS_OF_EACH_KIND).fill("COMPLETED"));
    await waitFor("the busy pods to be idle", WRITTEN_SECONDS, async () => {
      return (await readCostedPods(namespace, AGENT)).every(({ cost }) => cost === "0");
    });
  });
});
