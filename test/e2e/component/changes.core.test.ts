// What a change of the args does, and that no change takes pods away that are needed.
import type { AgentArgs } from "@berth/berth";
import { beforeAll, describe, expect, test } from "vitest";
import { recordFigure } from "../../runner/figures.ts";
import { prepareTestImages, type TestImages } from "../agent/test-images.ts";
import { kubectl, readField } from "../cluster-access.ts";
import { createUniqueText } from "../unique-text.ts";
import { type AgentsStack, createAgentsStack } from "./agents-stack.ts";
import { toSmallAgent } from "./paired-agents.ts";
import { toWords } from "./planned-steps.ts";
import { removeAfterAll } from "./remove-after-all.ts";
import { watchReplicas } from "./replica-watch.ts";

const namespace = createUniqueText("changes");
const MIN_REPLICAS = 2;
const FIXED_REPLICAS = 3;
const SCALED_REPLICAS = 4;

let images: TestImages;
const later = removeAfterAll();
let stack: AgentsStack;
/** What is in the cluster. */
let scaled: AgentArgs;
let counted: AgentArgs;

async function up(
  agents: Record<string, AgentArgs>,
): Promise<{ succeeded: boolean; output: string }> {
  await stack.want({ [namespace]: agents });
  return await stack.run("up", "--yes");
}

async function deploy(figure: string): Promise<void> {
  const startMs = Date.now();
  const { succeeded, output } = await up({ scaled, counted });
  expect(succeeded, output).toBe(true);
  recordFigure(figure, (Date.now() - startMs) / 1000, "s");
}

async function expectNoChanges(): Promise<void> {
  const { succeeded, output } = await stack.run("preview", "--expect-no-changes");
  expect(succeeded, output).toBe(true);
}

function toSecrets(value: string): AgentArgs["secrets"] {
  return [{ env: "MODEL_KEY", value }];
}

async function listNames(kind: "configmaps" | "secrets"): Promise<string[]> {
  const selector = "--selector=app.kubernetes.io/name=scaled";
  const target = `--namespace=${namespace}`;
  const names = await kubectl("get", kind, target, selector, "--output=name");
  return names.trim().split("\n");
}

/** Nothing is left of what pods do not use any more. */
async function expectOneOfEach(): Promise<void> {
  expect(await listNames("configmaps")).toHaveLength(1);
  expect(await listNames("secrets")).toHaveLength(1);
}

async function readIdentities(): Promise<string> {
  const objects = ["deployment/scaled", "service/scaled", "service/scaled-siblings"];
  const uids = "--output=jsonpath={.items[*].metadata.uid}";
  return await kubectl("get", ...objects, `--namespace=${namespace}`, uids);
}

beforeAll(async () => {
  images = await prepareTestImages();
  const small = toSmallAgent(images.worker, "Embedded");
  scaled = {
    ...small,
    secrets: toSecrets("not-a-real-key"),
    scaling: { minReplicas: MIN_REPLICAS, maxReplicas: 4 },
  };
  counted = { ...small, replicas: FIXED_REPLICAS };
  stack = await createAgentsStack();
  later(stack.remove);
  await deploy("up of two agents");
});

interface Change {
  change: string;
  args: () => Partial<AgentArgs>;
  steps: string[];
}

const CHANGES: Change[] = [
  {
    change: "another card",
    args: () => ({ card: { ...scaled.card, description: "Works with care" } }),
    steps: ["create ConfigMap", "delete ConfigMap", "update Agent", "update Deployment"],
  },
  {
    change: "another image",
    args: () => ({ image: images.nextWorker }),
    steps: ["update Agent", "update Deployment"],
  },
  {
    change: "another environment",
    args: () => ({ env: { GREETING: "good day" } }),
    steps: ["update Agent", "update Deployment"],
  },
  {
    change: "another value of a secret",
    args: () => ({ secrets: toSecrets("another-key") }),
    steps: ["replace Secret", "update Agent", "update Deployment"],
  },
  {
    change: "other numbers for the scaler",
    args: () => ({
      scaling: { minReplicas: MIN_REPLICAS, maxReplicas: 6, targetActiveTasks: 3 },
    }),
    steps: ["update Agent", "update HorizontalPodAutoscaler"],
  },
  {
    change: "a peer",
    args: () => ({ peers: [{ name: "counted" }] }),
    steps: ["update Agent", "update Deployment", "update NetworkPolicy"],
  },
  {
    change: "another port",
    args: () => ({ port: 8090 }),
    steps: ["update Agent", "update Deployment"],
  },
];

describe("an agent in the cluster", () => {
  test.each(CHANGES)("has what it must have changed for $change, and nothing else", async (row) => {
    await stack.want({ [namespace]: { scaled: { ...scaled, ...row.args() }, counted } });
    expect(toWords(await stack.plan())).toEqual(row.steps);
  });

  test("keeps its Deployment and its Services when all of that changes at once", async () => {
    const before = await readIdentities();
    scaled = CHANGES.reduce((args, row) => ({ ...args, ...row.args() }), scaled);
    await deploy("all changes of an agent at once");
    expect(await readIdentities()).toBe(before);
    await expectOneOfEach();
    await expectNoChanges();
  });
});

describe("an agent with a fixed number of pods", () => {
  test("never has fewer than the least number while it gets a scaler and loses it again", async () => {
    const small = toSmallAgent(images.worker, "Embedded");
    const endWatch = await watchReplicas(namespace, "counted");
    counted = { ...small, scaling: { minReplicas: MIN_REPLICAS, maxReplicas: 5 } };
    await deploy("from fixed to scaled");
    const afterwards = await readField(namespace, "deployment/counted", "{.spec.replicas}");
    // As the scaler does: there is no metric here that it could follow.
    const replicas = `--replicas=${SCALED_REPLICAS}`;
    await kubectl("scale", "deployment/counted", `--namespace=${namespace}`, replicas);
    counted = { ...small, replicas: MIN_REPLICAS };
    await deploy("from scaled to fixed");
    const counts = await endWatch();
    expect(afterwards).toBe(String(FIXED_REPLICAS));
    expect(await readField(namespace, "deployment/counted", "{.spec.replicas}")).toBe(
      String(MIN_REPLICAS),
    );
    expect(counts.map(({ wanted }) => wanted)).toEqual(
      expect.arrayContaining([FIXED_REPLICAS, SCALED_REPLICAS, MIN_REPLICAS]),
    );
    expect(
      counts.filter(({ wanted, available }) => wanted < MIN_REPLICAS || available < MIN_REPLICAS),
    ).toEqual([]);
    await expectNoChanges();
  });
});

describe("a rollout that fails", () => {
  test("leaves the pods of before, and is taken back by the args of before", async () => {
    const { succeeded, output } = await up({
      scaled: {
        ...scaled,
        card: { ...scaled.card, description: "Does not work" },
        image: images.brokenWorker,
        secrets: toSecrets("a-key-that-does-not-work"),
        rollout: { progressDeadlineSeconds: 20 },
      },
      counted,
    });
    expect(succeeded, output).toBe(false);
    expect(output).toContain("the model's file is not in the image");
    const available = await readField(
      namespace,
      "deployment/scaled",
      "{.status.availableReplicas}",
    );
    expect(Number(available)).toBeGreaterThanOrEqual(MIN_REPLICAS);
    await deploy("return from a failed rollout");
    await expectOneOfEach();
    await expectNoChanges();
  });
});
