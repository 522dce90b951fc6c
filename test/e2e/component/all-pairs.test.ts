// Agents whose options cover all pairs, in one namespace that enforces Pod Security `restricted`.
import { type AgentArgs, renderManifests } from "@berth/berth";
import { beforeAll, describe, expect, test } from "vitest";
import { waitFor } from "../../cluster/wait-for.ts";
import { findSecrets } from "../../engine/find-secrets.ts";
import { recordFigure } from "../../runner/figures.ts";
import { prepareTestImages } from "../agent/test-images.ts";
import { applyObjects, kubectl, readField } from "../cluster-access.ts";
import { createUniqueText } from "../unique-text.ts";
import { type AgentsStack, createAgentsStack, STACK_NAME } from "./agents-stack.ts";
import { listClusterObjects } from "./cluster-objects.ts";
import { prepareCardServer } from "./component-images.ts";
import { installCustomResources } from "./custom-resources.ts";
import {
  findDifferences,
  listMadeObjects,
  readObjects,
  toKept,
  withGivenNames,
  withStackNames,
} from "./live-objects.ts";
import { GIVEN_SECRET, SECRET_VALUE, toPairedAgent, toSmallAgent } from "./paired-agents.ts";
import { FACTORS, isAllowed, PAIRED_OPTIONS, toPairName } from "./paired-options.ts";
import { listPairs, listRows } from "./pairwise.ts";
import { toWords } from "./planned-steps.ts";
import { removeAfterAll } from "./remove-after-all.ts";

const namespace = createUniqueText("pairs");
/** Another number of pods than in the beginning. */
const SCALED_TO = 2;
/** What is in the namespace besides what the agents have: of the cluster, of the test, of the namespace. */
const OTHER_OBJECTS = [
  "ConfigMap kube-root-ca.crt",
  "NetworkPolicy default-deny",
  `Secret ${GIVEN_SECRET.name}`,
  "ServiceAccount default",
];

const later = removeAfterAll();
let stack: AgentsStack;
let agents: Record<string, AgentArgs>;

beforeAll(async () => {
  const { runtime, worker } = await prepareTestImages();
  const cardServer = await prepareCardServer();
  const images = { Sidecar: cardServer, Embedded: worker, None: cardServer, runtime };
  agents = Object.fromEntries(
    PAIRED_OPTIONS.map((options, index) => [
      toPairName(index),
      toPairedAgent(options, index, images),
    ]),
  );
  later(await installCustomResources());
  stack = await createAgentsStack();
  later(stack.remove);
  await deploy("up of an empty namespace", {});
  await applyObjects({
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name: GIVEN_SECRET.name, namespace },
    stringData: { [GIVEN_SECRET.key]: "not-a-real-token" },
  });
  recordFigure("agents whose options cover all pairs", PAIRED_OPTIONS.length, "");
  await deploy("up of agents whose options cover all pairs", agents);
});

async function deploy(figure: string, wanted: Record<string, AgentArgs>): Promise<void> {
  await stack.want({ [namespace]: wanted });
  const startMs = Date.now();
  const { succeeded, output } = await stack.run("up", "--yes");
  expect(succeeded, output).toBe(true);
  recordFigure(figure, (Date.now() - startMs) / 1000, "s");
}

async function expectNoChanges(): Promise<void> {
  for (const args of [
    ["preview", "--expect-no-changes"],
    ["refresh", "--yes", "--expect-no-changes"],
    ["preview", "--expect-no-changes"],
  ]) {
    const { succeeded, output } = await stack.run(...args);
    expect(succeeded, `${args.join(" ")}: ${output}`).toBe(true);
  }
}

/** The names of the agents with a scaler. */
function listScaled(): string[] {
  return Object.keys(agents).filter((name) => agents[name]?.scaling !== undefined);
}

test("the agents have every pair of options that is allowed", () => {
  const wanted = new Set<string>();
  for (const options of listRows(FACTORS).filter(isAllowed)) {
    listPairs(options).forEach((pair) => wanted.add(pair));
  }
  expect(new Set(PAIRED_OPTIONS.flatMap(listPairs))).toEqual(wanted);
  expect(PAIRED_OPTIONS.filter((options) => !isAllowed(options))).toEqual([]);
});

describe("agents whose options cover all pairs", () => {
  test("come up where Pod Security restricted is enforced", async () => {
    const enforced = "{.metadata.labels.pod-security\\.kubernetes\\.io/enforce}";
    expect(await readField(namespace, `namespace/${namespace}`, enforced)).toBe("restricted");
    const ready = "{.items[*].status.readyReplicas}";
    expect((await readField(namespace, "deployments", ready)).split(" ")).toHaveLength(
      PAIRED_OPTIONS.length,
    );
  });

  test("are in the cluster as they are rendered, every object of them", async () => {
    const rendered = Object.entries(agents).flatMap(([name, args]) =>
      renderManifests(name, args, { namespace }),
    );
    const live = await readObjects(namespace, [...new Set(rendered.map(({ kind }) => kind))]);
    const expected = withStackNames(withGivenNames(rendered, live), STACK_NAME);
    const differences = expected.flatMap((manifest) => {
      const { name } = manifest.metadata as { name: string };
      const key = `${manifest.kind} ${name}`;
      const found = live.get(key);
      live.delete(key);
      return findDifferences(toKept(manifest), found, key);
    });
    expect(differences).toEqual([]);
    // What is left over has not been rendered.
    expect([...live.keys()].sort()).toEqual(OTHER_OBJECTS);
    recordFigure("objects of agents whose options cover all pairs", rendered.length, "");
  });

  test("keep no secret value in clear where the engine keeps its state", async () => {
    expect(await findSecrets(stack.sandbox.state, [SECRET_VALUE])).toEqual([]);
  });

  test("are not changed by a second up, a preview or a refresh", async () => {
    await deploy("second up of agents whose options cover all pairs", agents);
    await expectNoChanges();
  });

  test("are not changed after a scaler has moved their replicas, and keep the number", async () => {
    const scaled = listScaled();
    expect(scaled.length).toBeGreaterThan(1);
    for (const name of scaled) {
      const replicas = `--replicas=${SCALED_TO}`;
      await kubectl("scale", `deployment/${name}`, `--namespace=${namespace}`, replicas);
    }
    await expectNoChanges();
    await deploy("up after a scaler", agents);
    for (const name of scaled) {
      const replicas = await readField(namespace, `deployment/${name}`, "{.spec.replicas}");
      expect(`${name} ${replicas}`).toBe(`${name} ${SCALED_TO}`);
    }
  });

  test("lose the objects of the options that are removed, and no others", async () => {
    const plain = Object.fromEntries(
      Object.entries(agents).map(([name, { image, runtime }]) => [
        name,
        { ...toSmallAgent(image as string, runtime?.mode as "None"), runtime, replicas: 1 },
      ]),
    );
    await stack.want({ [namespace]: plain });
    const words = toWords(await stack.plan());
    expect(words.filter((word) => /replace/.test(word))).toEqual([]);
    await deploy("removal of all options", plain);
    const expected = Object.entries(plain).flatMap(([name, args]) =>
      renderManifests(name, args, { namespace }).map(
        ({ kind, metadata }) => `${kind} ${(metadata as { name: string }).name}`,
      ),
    );
    const kinds = Object.entries(agents).flatMap(([name, args]) =>
      renderManifests(name, args, { namespace }).map(({ kind }) => kind),
    );
    const live = await readObjects(namespace, [...new Set(kinds)]);
    expect([...live.keys()].sort()).toEqual([...expected, ...OTHER_OBJECTS].sort());
    await expectNoChanges();
  });

  test("leave nothing in the namespace or the cluster when they are removed, and destroy removes it", async () => {
    await deploy("removal of all agents", {});
    await waitFor("the end of every object", 60, async () => {
      const left = await listMadeObjects(namespace);
      const others = [
        "networkpolicy.networking.k8s.io/default-deny",
        `secret/${GIVEN_SECRET.name}`,
      ];
      return JSON.stringify(left) === JSON.stringify(others);
    });
    expect(await listClusterObjects(namespace)).toEqual([]);
    const { succeeded, output } = await stack.run("destroy", "--yes");
    expect(succeeded, output).toBe(true);
    expect(await kubectl("get", "namespace", namespace, "--ignore-not-found")).toBe("");
  });
});
