// What becomes of tasks while pods of a scaled agent, a node, and what scales the agent come and go.
import { ScalingBackend } from "@berth/berth";
import { beforeAll, describe, expect, test } from "vitest";
import { waitFor } from "../../cluster/wait-for.ts";
import { findLost, type TaskEnd } from "../agent/driven-load.ts";
import { prepareTestImages } from "../agent/test-images.ts";
import { kubectl, readField } from "../cluster-access.ts";
import { removeAfterAll } from "../component/remove-after-all.ts";
import { createUniqueText } from "../unique-text.ts";
import { type Departure, watchDepartures } from "./departures.ts";
import { findLayout } from "../find-layout.ts";
import { installKeda } from "./install-keda.ts";
import {
  BACKENDS,
  FULL_PACE,
  PLATFORM,
  toAgentName,
  toWorkingAgent,
  toWorkingAgents,
} from "./scaled-agents.ts";
import { listNames } from "./list-names.ts";
import { preparePrometheusImages } from "./scaling-images.ts";
import { createScalingStack } from "./scaling-stack.ts";
import { findTasksWithin, startTaskLoad, type TaskLoad } from "./task-load.ts";

/** Longer than all disruptions take: the load is stopped after them. */
const PHASES = [{ seconds: 900, perSecond: FULL_PACE }];

/** An agent whose pods do not wait for their tasks. */
const CARELESS = "careless";
const CARELESS_PHASES = [{ seconds: 150, perSecond: FULL_PACE / 2 }];

const DEPLOYMENTS = [...BACKENDS.map(toAgentName), CARELESS].map((name) => `deployment/${name}`);

const namespace = createUniqueText("disruptions");
const later = removeAfterAll();

interface Disruption {
  what: string;
  run: () => Promise<void>;
}

interface Window {
  from: Date;
  to: Date;
}

let platformNamespace: string;
let node: string;
/** The pods of the agent that does not wait for its tasks, as the rolling update found them. */
let carelessPods: string[];
let departures: Departure[];
const windows: Record<string, Window> = {};
const ends: Record<string, TaskEnd[]> = {};

const ROLLING_UPDATE = "a rolling update";

const DISRUPTIONS: readonly Disruption[] = [
  { what: ROLLING_UPDATE, run: rollAgents },
  { what: "the drain of a node", run: drainNode },
  { what: "a restart of what scales it", run: restartScalers },
];

function toWindow(what: string): Window {
  const window = windows[what];
  if (window === undefined) {
    throw new Error(`There was no ${what}.`);
  }
  return window;
}

/** Waits until none of some pods is there any more: what ran in them is over. */
async function waitForGone(pods: readonly string[]): Promise<void> {
  await waitFor("the old pods to go", 150, async () => {
    const left = await listNames("pods", namespace, "protocol=a2a");
    return pods.every((pod) => !left.includes(pod));
  });
}

async function rollAgents(): Promise<void> {
  const before = await listNames("pods", namespace, "protocol=a2a");
  carelessPods = await listNames("pods", namespace, `app.kubernetes.io/name=${CARELESS}`);
  await kubectl("rollout", "restart", ...DEPLOYMENTS, `--namespace=${namespace}`);
  for (const deployment of DEPLOYMENTS) {
    const wait = [`--namespace=${namespace}`, "--timeout=240s"];
    await kubectl("rollout", "status", deployment, ...wait);
  }
  await waitForGone(before);
}

async function drainNode(): Promise<void> {
  try {
    const options = ["--ignore-daemonsets", "--delete-emptydir-data", "--timeout=240s"];
    await kubectl("drain", node, ...options);
  } finally {
    await kubectl("uncordon", node);
  }
}

/** All pods at once, so that nobody answers for a while. */
async function restartScalers(): Promise<void> {
  const places: [string, string][] = [
    [platformNamespace, "app.kubernetes.io/name=prometheus-adapter"],
    ["keda", "app=keda-operator"],
    ["keda", "app=keda-metrics-apiserver"],
  ];
  for (const [place, selector] of places) {
    await kubectl("delete", "pods", `--namespace=${place}`, `--selector=${selector}`);
  }
  for (const name of ["v1beta2.custom.metrics.k8s.io", "v1beta1.external.metrics.k8s.io"]) {
    await kubectl("wait", `apiservice/${name}`, "--for=condition=Available", "--timeout=180s");
  }
}

/** The node without the cluster's name server, which is there once only. */
async function findNodeToDrain(): Promise<string> {
  const dns = await kubectl(
    "get",
    "pods",
    "--namespace=kube-system",
    "--selector=k8s-app=kube-dns",
    "--output=jsonpath={.items[0].spec.nodeName}",
  );
  const nodes = await kubectl("get", "nodes", "--output=jsonpath={.items[*].metadata.name}");
  const other = nodes.split(" ").find((name) => name !== dns);
  if (other === undefined) {
    throw new Error("A node is drained while another one runs on: start a cluster with --nodes 2.");
  }
  return other;
}

/** Starts the load on every agent, from the node that stays. */
async function startLoads(driver: string): Promise<Map<string, TaskLoad>> {
  const loads = new Map<string, TaskLoad>();
  await kubectl("cordon", node);
  try {
    for (const name of BACKENDS.map(toAgentName)) {
      loads.set(name, await startTaskLoad(namespace, name, driver, PHASES));
    }
    loads.set(CARELESS, await startTaskLoad(namespace, CARELESS, driver, CARELESS_PHASES));
  } finally {
    await kubectl("uncordon", node);
  }
  return loads;
}

beforeAll(async () => {
  const layout = await findLayout();
  await preparePrometheusImages(layout);
  const images = await prepareTestImages();
  later(await installKeda(layout));
  const stack = await createScalingStack();
  later(stack.remove);
  const careless = {
    ...toWorkingAgent(images.worker, ScalingBackend.PrometheusAdapter),
    env: { A2A_DRAIN: "off" },
  };
  const { succeeded, output } = await stack.up({
    platform: PLATFORM,
    agents: { [namespace]: { ...toWorkingAgents(images.worker), [CARELESS]: careless } },
  });
  expect(succeeded, output).toBe(true);
  ({ platformNamespace } = await stack.readOutputs());
  node = await findNodeToDrain();
  const loads = await startLoads(images.driver);
  const endDepartures = await watchDepartures(namespace, CARELESS);
  for (const backend of BACKENDS) {
    const deployment = `deployment/${toAgentName(backend)}`;
    await waitFor(`more pods with ${backend}`, 150, async () => {
      return Number(await readField(namespace, deployment, "{.status.availableReplicas}")) >= 4;
    });
  }
  for (const { what, run } of DISRUPTIONS) {
    const from = new Date();
    await run();
    windows[what] = { from, to: new Date() };
  }
  for (const backend of BACKENDS) {
    await loads.get(toAgentName(backend))?.stop();
  }
  for (const [name, load] of loads) {
    ends[name] = await load.waitForEnd();
  }
  departures = await endDepartures();
});

describe.each(BACKENDS)("an agent with the backend %s", (backend) => {
  test.each(DISRUPTIONS)("loses no task in $what", ({ what }) => {
    const { from, to } = toWindow(what);
    const met = findTasksWithin(ends[toAgentName(backend)] ?? [], from, to);
    expect(met.length).toBeGreaterThan(0);
    expect(findLost(met)).toEqual([]);
  });

  test("loses no other task", () => {
    expect(findLost(ends[toAgentName(backend)] ?? [])).toEqual([]);
  });
});

describe("an agent with A2A_DRAIN=off", () => {
  test("loses no task before a rolling update begins", () => {
    const { from } = toWindow(ROLLING_UPDATE);
    const before = (ends[CARELESS] ?? []).filter(({ ended }) => new Date(ended) < from);
    expect(before.length).toBeGreaterThan(0);
    expect(findLost(before)).toEqual([]);
  });

  test("loses tasks that run as a rolling update has an old pod go, so the driver sees what is lost", () => {
    const { from, to } = toWindow(ROLLING_UPDATE);
    const moments = departures
      .filter(({ at, pod }) => carelessPods.includes(pod) && at > from && at < to)
      .map(({ at }) => at);
    const met = moments.flatMap((at) => findTasksWithin(ends[CARELESS] ?? [], at, at));
    expect(findLost([...new Set(met)]).length, JSON.stringify(departures)).toBeGreaterThan(0);
  });
});
