// From few pods to many and back, by the tasks that there are, with each scaler of Berth's.
import { POD_DELETION_COST } from "@berth/contract";
import { beforeAll, describe, expect, test } from "vitest";
import { waitFor } from "../../cluster/wait-for.ts";
import { recordFigure } from "../../runner/figures.ts";
import { findLost, type TaskEnd } from "../agent/driven-load.ts";
import { prepareTestImages } from "../agent/test-images.ts";
import { kubectl, readField } from "../cluster-access.ts";
import { removeAfterAll } from "../component/remove-after-all.ts";
import { type ReplicaCount, watchReplicas } from "../component/replica-watch.ts";
import { createUniqueText } from "../unique-text.ts";
import { readCostedPods } from "./costed-pods.ts";
import { type Departure, watchDepartures } from "./departures.ts";
import { findLayout } from "../find-layout.ts";
import { installKeda } from "./install-keda.ts";
import {
  BACKENDS,
  FULL_PACE,
  MIN_REPLICAS,
  PLATFORM,
  TARGET_ACTIVE_TASKS,
  toAgentName,
  toWorkingAgents,
} from "./scaled-agents.ts";
import { preparePrometheusImages } from "./scaling-images.ts";
import { createScalingStack } from "./scaling-stack.ts";
import { startTaskLoad, toExpectedReplicas } from "./task-load.ts";

/** Tasks for so many pods, and then for fewer than there are at least: pods go that still work. */
const PHASES = [
  { seconds: 180, perSecond: FULL_PACE },
  { seconds: 150, perSecond: 0.25 },
];
const TASKS = PHASES.reduce(
  (sum, { seconds, perSecond }) => sum + Math.ceil(seconds * perSecond),
  0,
);

const namespace = createUniqueText("scaling");
const later = removeAfterAll();

interface Course {
  counts: ReplicaCount[];
  /** The pods that were told to go. */
  departures: Departure[];
  ends: TaskEnd[];
}

const courses: Record<string, Course> = {};

/**
 * Has the oldest pods go first. Callers keep connections, and so the first pods work on most of what there
 * is when tasks become few; left to itself, Kubernetes would take the youngest ones, which are idle.
 */
async function letOldestGoFirst(agent: string): Promise<void> {
  const pods = await readCostedPods(namespace, agent);
  const oldest = pods.slice(0, MIN_REPLICAS).map(({ name }) => name);
  const cost = `${POD_DELETION_COST}=-1`;
  await kubectl("annotate", "pods", ...oldest, cost, `--namespace=${namespace}`);
}

/** Has an agent work through all phases. */
async function follow(agent: string, driver: string): Promise<Course> {
  const endWatch = await watchReplicas(namespace, agent);
  const endDepartures = await watchDepartures(namespace, agent);
  const load = await startTaskLoad(namespace, agent, driver, PHASES);
  await load.waitForPhase(1);
  await letOldestGoFirst(agent);
  await waitFor(`the agent '${agent}' to be small again`, 150, async () => {
    const wanted = await readField(namespace, `deployment/${agent}`, "{.spec.replicas}");
    return Number(wanted) === MIN_REPLICAS;
  });
  const ends = await load.waitForEnd();
  return { counts: await endWatch(), departures: await endDepartures(), ends };
}

beforeAll(async () => {
  const layout = await findLayout();
  await preparePrometheusImages(layout);
  const images = await prepareTestImages();
  later(await installKeda(layout));
  const stack = await createScalingStack();
  later(stack.remove);
  const { succeeded, output } = await stack.up({
    platform: PLATFORM,
    agents: { [namespace]: toWorkingAgents(images.worker) },
  });
  expect(succeeded, output).toBe(true);
  await Promise.all(
    BACKENDS.map(async (backend) => {
      courses[backend] = await follow(toAgentName(backend), images.driver);
    }),
  );
});

describe.each(BACKENDS)("an agent with the backend %s", (backend) => {
  const course = (): Course => {
    const found = courses[backend];
    if (found === undefined) {
      throw new Error(`There is no course of ${backend}.`);
    }
    return found;
  };

  test("grows to the pods that its tasks need, and at most one beyond", () => {
    const { counts } = course();
    const most = Math.max(...counts.map(({ available }) => available));
    const needed = toExpectedReplicas(FULL_PACE, TARGET_ACTIVE_TASKS);
    recordFigure(`most pods with ${backend}`, most, "pods");
    // A scaler counts the most tasks that each pod had within a minute, which is more than the mean.
    expect([needed, needed + 1], JSON.stringify(counts)).toContain(most);
  });

  test("shrinks to the least number, and never has fewer", () => {
    const { counts } = course();
    expect(counts.at(-1)).toEqual({ wanted: MIN_REPLICAS, available: MIN_REPLICAS });
    expect(counts.filter(({ wanted }) => wanted < MIN_REPLICAS)).toEqual([]);
    expect(counts.filter(({ available }) => available < MIN_REPLICAS)).toEqual([]);
  });

  test("loses no task, though pods are told to go that work on some", () => {
    const { departures, ends } = course();
    const busy = departures.filter(({ activeTasks }) => activeTasks > 0);
    const tasks = busy.reduce((sum, { activeTasks }) => sum + activeTasks, 0);
    recordFigure(`tasks of pods that were told to go with ${backend}`, tasks, "tasks");
    expect(busy.length, JSON.stringify(departures)).toBeGreaterThan(0);
    expect(findLost(ends)).toEqual([]);
    expect(ends).toHaveLength(TASKS);
  });
});
