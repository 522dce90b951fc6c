// What the sidecars tell of the tasks of any framework, and the scalers that hear of it.
import { type AgentArgs, ScalingBackend } from "@berth/berth";
import { METRICS, METRICS_PORT } from "@berth/contract";
import { beforeAll, describe, expect, test } from "vitest";
import { waitFor } from "../../cluster/wait-for.ts";
import { findLost } from "../agent/driven-load.ts";
import { kubectl, readField } from "../cluster-access.ts";
import { removeAfterAll } from "../component/remove-after-all.ts";
import { findLayout } from "../find-layout.ts";
import { PLATFORM } from "../scaling/scaled-agents.ts";
import { isScalingActive } from "../scaling/scaling-active.ts";
import { preparePrometheusImages } from "../scaling/scaling-images.ts";
import { createScalingStack } from "../scaling/scaling-stack.ts";
import { createUniqueText } from "../unique-text.ts";
import {
  type Framework,
  FRAMEWORKS,
  REPLICAS,
  toAgents,
  toSidecarAgent,
} from "./framework-agents.ts";
import { prepareFrameworkImages, type FrameworkImages } from "./framework-images.ts";
import { type FrameworkLoad, startFrameworkLoad } from "./framework-load.ts";
import { readPods } from "./running-frameworks.ts";

/** The metrics of pods, for whoever scales on them. */
const API = "/apis/custom.metrics.k8s.io/v1beta2";

/** How many tasks of each kind have ended before the metrics are looked at. */
const WARM_TASKS = 1;

/** Prometheus asks every 5 seconds, the adapter looks for new metrics every 10, a scaler every 15. */
const HEARD_SECONDS = 180;

interface MetricValues {
  items: { describedObject: { name: string }; value: string }[];
}

const namespace = createUniqueText("frameworks");
const later = removeAfterAll();
const loads: Record<string, FrameworkLoad> = {};

/** The same agent under a scaler that has enough with the pods there are. */
function toScaledAgent(framework: Framework, images: FrameworkImages): AgentArgs {
  const { replicas, ...args } = toSidecarAgent(framework, images);
  return {
    ...args,
    scaling: {
      backend: ScalingBackend.PrometheusAdapter,
      minReplicas: REPLICAS,
      maxReplicas: replicas as number,
      targetActiveTasks: 10,
    },
  };
}

beforeAll(async () => {
  await preparePrometheusImages(await findLayout());
  const images = await prepareFrameworkImages();
  const stack = await createScalingStack();
  later(stack.remove);
  const agents = toAgents((framework) => toScaledAgent(framework, images));
  const { succeeded, output } = await stack.up({
    platform: PLATFORM,
    agents: { [namespace]: agents },
  });
  expect(succeeded, output).toBe(true);
  await Promise.all(
    FRAMEWORKS.map(async ({ name }) => {
      const load = { image: images.driver, where: "card", lanes: 1 } as const;
      loads[name] = await startFrameworkLoad(namespace, name, load);
      await loads[name].waitForEnds(WARM_TASKS);
    }),
  );
});

/** Adds up what the pods of an agent tell of a metric, where its labels have a text. */
async function sumMetric(agent: string, name: string, labels = ""): Promise<number> {
  const program = "fetch(process.argv[1]).then((answer) => answer.text()).then(console.log)";
  const url = `http://localhost:${METRICS_PORT}/metrics`;
  const where = [`--container=runtime`, `--namespace=${namespace}`];
  const pages = await Promise.all(
    (await readPods(namespace, agent)).map((pod) =>
      kubectl("exec", pod.name, ...where, "--", "node", "--eval", program, url),
    ),
  );
  return pages
    .flatMap((page) => page.split("\n"))
    .filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `))
    .filter((line) => line.includes(labels))
    .reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(" "))), 0);
}

describe.each(FRAMEWORKS)("an agent on $name that is at work", ({ name }) => {
  test("tells of the tasks that it works on and of those that it has done", async () => {
    await waitFor("a task that is worked on", 30, async () => {
      return (await sumMetric(name, METRICS.activeTasks.name)) > 0;
    });
    const done = await sumMetric(name, METRICS.tasks.name, 'state="completed"');
    expect(done).toBeGreaterThanOrEqual(2 * WARM_TASKS);
    const { name: requests } = METRICS.requests;
    for (const method of ["SendMessage", "SendStreamingMessage", "GetTask"]) {
      const count = await sumMetric(name, requests, `method="${method}"`);
      expect(count, method).toBeGreaterThan(0);
    }
  });

  test("is known to the API of custom metrics by the tasks of each pod, and not all are idle", async () => {
    const { name: metric } = METRICS.activeTasks;
    const selector = encodeURIComponent(`app.kubernetes.io/name=${name}`);
    const path = `${API}/namespaces/${namespace}/pods/*/${metric}?labelSelector=${selector}`;
    const pods = (await readPods(namespace, name)).map((pod) => pod.name).sort();
    const items = await waitFor("the tasks of each pod", HEARD_SECONDS, async () => {
      const found = await kubectl("get", "--raw", path).catch(() => `{"items":[]}`);
      const { items } = JSON.parse(found) as MetricValues;
      return items.length === REPLICAS && items.some(({ value }) => value !== "0") && items;
    });
    expect(items.map(({ describedObject }) => describedObject.name).sort()).toEqual(pods);
    for (const { value } of items) {
      expect(value).toMatch(/^\d+m?$/);
    }
  });

  test("has a scaler that reads it", async () => {
    await waitFor("the scaler to follow the tasks", HEARD_SECONDS, async () =>
      isScalingActive(namespace, name, ScalingBackend.PrometheusAdapter),
    );
    const read = '{.status.currentMetrics[?(@.type=="Pods")].pods.metric.name}';
    expect(await readField(namespace, `horizontalpodautoscaler/${name}`, read)).toBe(
      METRICS.activeTasks.name,
    );
  });

  test("tells of no task any more when all have ended, and has lost none", async () => {
    const ends = (await loads[name]?.stop()) ?? [];
    expect(ends.length).toBeGreaterThan(0);
    expect(findLost(ends)).toEqual([]);
    expect(await sumMetric(name, METRICS.activeTasks.name)).toBe(0);
    // Each task is counted once, at the replica that has done it.
    expect(await sumMetric(name, METRICS.tasks.name)).toBe(ends.length);
  });
});
