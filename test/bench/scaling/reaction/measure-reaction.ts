import { fileURLToPath } from "node:url";
import { DEFAULT_AGENT_PORT } from "@berth/contract";
import { waitFor } from "../../../cluster/wait-for.ts";
import { readDriver, startDriver } from "../../../e2e/agent/driver-pod.ts";
import { installKeda } from "../../../e2e/scaling/install-keda.ts";
import { preparePrometheusImages } from "../../../e2e/scaling/scaling-images.ts";
import { type Contender, runRounds } from "../../rounds.ts";
import type { Part } from "../../runtime/report.ts";
import { loadAgentImages } from "../agent-images.ts";
import type { ApiClient } from "../api-client.ts";
import type { Bench } from "../bench-cluster.ts";
import { deployProgram } from "../deploy-program.ts";
import { type DriverLine, toLoadTimes } from "./load-times.ts";
import { observePods } from "./observe-pods.ts";
import { type Reaction, toReaction } from "./reaction.ts";
import { toReactionPart } from "./reaction-part.ts";

const PROGRAM = new URL("../programs/two-backends/index.ts", import.meta.url);

const NAMESPACE = "agents";

const SCALING = { minReplicas: 2, maxReplicas: 12, targetActiveTasks: 5 };

/** How far the tasks of a pod may be from the target before a scaler does anything: Kubernetes' default. */
const TOLERANCE = 0.1;

/** A load that is there at once, and then stays: seconds, and tasks a second that take half a minute. */
const PHASES = ["12@2", "78@0.75"];

const LOAD_SECONDS = 90;

/** Tasks of a minute, a metric that remembers a minute, and pods that go away one after the other. */
const SETTLE_SECONDS = 420;

/** Each agent, and the name of the HorizontalPodAutoscaler that scales it. */
const AGENTS = {
  adapter: { agent: "by-adapter", autoscaler: "by-adapter" },
  keda: { agent: "by-keda", autoscaler: "by-keda-keda" },
} as const;

/** The scaler of one agent is the adapter's, that of another one is KEDA's. */
export type BackendName = keyof typeof AGENTS;

/**
 * Measures how the pods of an agent follow a load, by the adapter and by KEDA in turn: two agents that
 * differ in their backend only, beside one Prometheus, with no load on one while the other has some.
 */
export async function measureReaction(
  { layout, api, progress }: Bench,
  rounds: number,
): Promise<Part> {
  await preparePrometheusImages(layout);
  const images = await loadAgentImages(layout, ["worker", "driver"], progress);
  await progress.step("install KEDA", async () => {
    await installKeda(layout);
  });
  await progress.step("deploy the platform and its agents", () =>
    deployProgram(
      fileURLToPath(new URL(".", PROGRAM)),
      {
        namespace: NAMESPACE,
        image: images.worker,
        ...Object.fromEntries(
          Object.entries(SCALING).map(([name, value]) => [name, String(value)]),
        ),
      },
      progress,
    ),
  );
  const drivers: string[] = [];
  const contenders = (Object.keys(AGENTS) as BackendName[]).map((name): Contender<Reaction> => ({
    name,
    measure: async () => {
      await progress.step(`wait until ${name} has nothing to do`, () => settle(api, name));
      const driver = `load-${drivers.length + 1}`;
      drivers.push(driver);
      return await progress.step(`load on ${name}`, () => react(api, name, driver, images.driver));
    },
  }));
  const samples = await runRounds(contenders, { rounds, warmupRounds: 0 });
  const lost = await progress.step("wait for the last task", () => countLost(drivers));
  return toReactionPart(samples, lost);
}

interface Autoscaler {
  status?: {
    currentMetrics?: Record<"pods" | "external", { current: { averageValue?: string } }>[];
  };
}

interface Deployment {
  spec: { replicas: number };
  status: { replicas?: number; readyReplicas?: number };
}

/** Waits until an agent has its least number of pods, and its scaler sees no task. */
async function settle(api: ApiClient, name: BackendName): Promise<void> {
  const { agent, autoscaler } = AGENTS[name];
  await waitFor(`an idle agent '${agent}'`, SETTLE_SECONDS, async () => {
    const { spec, status } = await api.get<Deployment>(
      `/apis/apps/v1/namespaces/${NAMESPACE}/deployments/${agent}`,
    );
    const scaler = await api.get<Autoscaler>(
      `/apis/autoscaling/v2/namespaces/${NAMESPACE}/horizontalpodautoscalers/${autoscaler}`,
    );
    const [metric] = scaler.status?.currentMetrics ?? [];
    const seen = (metric?.pods ?? metric?.external)?.current.averageValue;
    const counts = [spec.replicas, status.replicas, status.readyReplicas];
    return seen === "0" && counts.every((count) => count === SCALING.minReplicas);
  });
}

/** Puts a load on an agent and tells how its pods followed it. */
async function react(
  api: ApiClient,
  name: BackendName,
  driver: string,
  image: string,
): Promise<Reaction> {
  const { agent } = AGENTS[name];
  const url = `http://${agent}.${NAMESPACE}.svc.cluster.local:${DEFAULT_AGENT_PORT}`;
  const endObserving = observePods(api, NAMESPACE, agent);
  await startDriver(NAMESPACE, driver, image, ["scaling-load.ts", url, ...PHASES]);
  const lines = await waitFor("the end of the load", LOAD_SECONDS + 60, async () => {
    const printed = await readDriver<DriverLine>(NAMESPACE, driver);
    return printed.some(({ phase }) => phase === "over") ? printed : undefined;
  });
  const observed = await endObserving();
  const { minReplicas, targetActiveTasks } = SCALING;
  const enough = minReplicas * targetActiveTasks * (1 + TOLERANCE);
  return toReaction(toLoadTimes(lines, enough), observed, targetActiveTasks);
}

/** Waits for the ends of all drivers and counts the tasks that did not complete. */
async function countLost(drivers: readonly string[]): Promise<number> {
  let lost = 0;
  for (const driver of drivers) {
    const lines = await waitFor(`the last task of '${driver}'`, 120, async () => {
      const printed = await readDriver<DriverLine>(NAMESPACE, driver);
      return printed.some(({ done }) => done === true) ? printed : undefined;
    });
    lost += lines.filter(({ fate }) => fate !== undefined && fate !== "COMPLETED").length;
  }
  return lost;
}
