import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { controlPlaneNode } from "../../../cluster/layout.ts";
import { applyObjects } from "../../../e2e/cluster-access.ts";
import { preparePrometheusImages } from "../../../e2e/scaling/scaling-images.ts";
import type { Part } from "../../runtime/report.ts";
import { loadAgentImages } from "../agent-images.ts";
import type { ApiClient } from "../api-client.ts";
import type { Bench } from "../bench-cluster.ts";
import { deployProgram } from "../deploy-program.ts";
import { createPrometheusClient } from "../prometheus-client.ts";
import { readAdapterQuery } from "./adapter-query.ts";
import { readActiveShare, readFleetFigures } from "./fleet-figures.ts";
import { buildFleet, type FleetAgent } from "./fleet-objects.ts";
import { startKwok } from "./kwok.ts";
import { buildPrometheus, SCRAPE_SECONDS, toPrometheusUrl } from "./prometheus-objects.ts";
import { startWorkers } from "./workers.ts";

const PROGRAM = new URL("../programs/platform/index.ts", import.meta.url);

const FLEET = "fleet";
const PLATFORM = "platform";

/** The port at which the kube-controller-manager, and so the controller of all scalers, has its metrics. */
const CONTROLLER_MANAGER_PORT = 10257;

/** How long the scalers may take until each of them knows the tasks of its agent. */
const BEGIN_SECONDS = 180;

const LOOK_MS = 5000;

export interface FleetOptions {
  /** How many agents there are. */
  agents: number;
  /** How long the scalers of all agents are at work before anything is read. */
  steadySeconds: number;
  /** How often each query is asked. */
  queries: number;
}

/**
 * Measures the adapter with many agents, of which each has its scaler and its pods. No container of
 * theirs runs: kwok plays their node, and ten agents that do run give the metrics of all.
 *
 * All are in one namespace, which is the most that the API server ever has to look through for the pods
 * of one agent. Scalers that look every 15 s want 4 answers a minute each; all together get 1200 at most,
 * for the kube-controller-manager sends 20 requests a second unless it is told otherwise.
 */
export async function measureFleet(bench: Bench, options: FleetOptions): Promise<Part> {
  const { layout, api, progress } = bench;
  const { agents, steadySeconds, queries } = options;
  await preparePrometheusImages(layout);
  const { worker } = await loadAgentImages(layout, ["worker"], progress);
  const stopKwok = await startKwok(layout, progress);
  try {
    await applyObjects(
      ...[FLEET, PLATFORM].map((name) => ({
        apiVersion: "v1",
        kind: "Namespace",
        metadata: { name },
      })),
    );
    const workers = await progress.step("start the workers", () =>
      startWorkers(api, PLATFORM, worker),
    );
    const node = controlPlaneNode(layout).address;
    await applyObjects(
      ...buildPrometheus({
        namespace: PLATFORM,
        fleetNamespace: FLEET,
        workers,
        controllerManager: `${node}:${CONTROLLER_MANAGER_PORT}`,
      }),
    );
    await progress.step("deploy the platform", () =>
      deployProgram(
        fileURLToPath(new URL(".", PROGRAM)),
        { namespace: PLATFORM, prometheusUrl: toPrometheusUrl(PLATFORM) },
        progress,
      ),
    );
    const fleet = buildFleet(agents, FLEET);
    await progress.step(`make ${agents} agents`, () => createFleet(api, fleet));
    await progress.step("wait for their scalers", () => waitForScalers(api));
    await progress.step(`let them work for ${steadySeconds} s`, () => delay(steadySeconds * 1000));
    return await readFleetFigures(
      {
        api,
        prometheus: createPrometheusClient(`http://${node}:${await readNodePort(api)}`),
        namespace: FLEET,
        agents: fleet.map(({ deployment }) => (deployment.metadata as { name: string }).name),
        adapterQuery: await readAdapterQuery(api, PLATFORM, "a2a_active_tasks"),
      },
      // What was scraped last is as old as that, and so is what was scraped first.
      steadySeconds - 2 * SCRAPE_SECONDS,
      queries,
    );
  } finally {
    await stopKwok();
  }
}

async function createFleet(api: ApiClient, fleet: readonly FleetAgent[]): Promise<void> {
  const path = (group: string, plural: string): string => `/${group}/namespaces/${FLEET}/${plural}`;
  await Promise.all(
    fleet.map(async ({ serviceAccount, deployment, autoscaler }) => {
      await api.create(path("api/v1", "serviceaccounts"), serviceAccount);
      await api.create(path("apis/apps/v1", "deployments"), deployment);
      await api.create(path("apis/autoscaling/v2", "horizontalpodautoscalers"), autoscaler);
    }),
  );
}

/** Waits for a bounded time: how many of them are at work is a figure. */
async function waitForScalers(api: ApiClient): Promise<void> {
  const endMs = performance.now() + BEGIN_SECONDS * 1000;
  while ((await readActiveShare(api, FLEET)) < 1 && performance.now() < endMs) {
    await delay(LOOK_MS);
  }
}

async function readNodePort(api: ApiClient): Promise<number> {
  const { spec } = await api.get<{ spec: { ports: { nodePort: number }[] } }>(
    `/api/v1/namespaces/${PLATFORM}/services/prometheus`,
  );
  return spec.ports[0]?.nodePort ?? 0;
}
