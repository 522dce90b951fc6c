import { createHistogram, type RecordableHistogram } from "node:perf_hooks";
import { toSelectorLabels } from "@berth/contract";
import type { Part } from "../../runtime/report.ts";
import type { ApiClient } from "../api-client.ts";
import type { PrometheusClient } from "../prometheus-client.ts";
import type { AdapterQuery } from "./adapter-query.ts";

/** Whom the figures are of, and who is asked for them. */
export interface FleetSources {
  api: ApiClient;
  prometheus: PrometheusClient;
  /** Where the agents are. */
  namespace: string;
  /** The names of the agents. */
  agents: readonly string[];
  /** Writes the query that the adapter sends for some pods. */
  adapterQuery: AdapterQuery;
}

const MEBIBYTE = 2 ** 20;

/**
 * Calls for a metric, and not for the list of metrics. The adapter counts them: the API server does not
 * count what it only passes on.
 */
const CALLS = 'job="adapter",group="custom.metrics.k8s.io",resource!=""';

/** What Prometheus has seen, for a window such as `[240s]`. */
function toQueries(window: string): { name: string; unit: string; query: string }[] {
  const memory = (job: string): string => `process_resident_memory_bytes{job="${job}"}`;
  const perMinute = (series: string): string => `60 * sum(rate(${series}${window}))`;
  return [
    { name: "fleetPods", unit: "", query: 'count(up{job="fleet"} == 1)' },
    {
      name: "adapterResident",
      unit: "MiB",
      query: `max(${memory("adapter")}) / ${MEBIBYTE}`,
    },
    {
      name: "adapterPeakResident",
      unit: "MiB",
      query: `max(max_over_time(${memory("adapter")}${window})) / ${MEBIBYTE}`,
    },
    {
      name: "adapterCpu",
      unit: "cores",
      query: `sum(rate(process_cpu_seconds_total{job="adapter"}${window}))`,
    },
    {
      name: "metricsApiCalls",
      unit: "1/min",
      query: perMinute(`apiserver_request_total{${CALLS}}`),
    },
    {
      name: "metricsApiCallsOfBusiestReplica",
      unit: "1/min",
      query: `60 * max(sum by (pod) (rate(apiserver_request_total{${CALLS}}${window})))`,
    },
    {
      name: "metricsApiCallsFailed",
      unit: "1/min",
      query: `${perMinute(`apiserver_request_total{${CALLS},code!~"2.."}`)} or vector(0)`,
    },
    {
      name: "scalerSyncs",
      unit: "1/min",
      query: perMinute("horizontal_pod_autoscaler_controller_reconciliations_total"),
    },
    {
      name: "prometheusResident",
      unit: "MiB",
      query: `max(${memory("prometheus")}) / ${MEBIBYTE}`,
    },
    { name: "prometheusSeries", unit: "", query: "prometheus_tsdb_head_series" },
  ];
}

/**
 * Reads what the scalers of a fleet did for some time, and then asks for metrics of one agent after the
 * other: as a scaler does, and Prometheus for the same.
 *
 * @param queries how often each is asked.
 */
export async function readFleetFigures(
  sources: FleetSources,
  windowSeconds: number,
  queries: number,
): Promise<Part> {
  const { api, prometheus, namespace, agents } = sources;
  const figures: Part["figures"] = [{ name: "fleetAgents", value: agents.length, unit: "" }];
  for (const { name, unit, query } of toQueries(`[${windowSeconds}s]`)) {
    const value = await prometheus.readValue(query);
    if (value === undefined) {
      throw new Error(`Prometheus knows nothing of ${name}: ${query}`);
    }
    figures.push({ name, value, unit });
  }
  const active = await readActiveShare(api, namespace);
  figures.push({ name: "scalersActive", value: active * 100, unit: "%" });
  const { histograms, failed } = await timeQueries(sources, queries);
  for (const [name, histogram] of Object.entries(histograms)) {
    figures.push(
      { name: `${name}P50Ms`, value: histogram.percentile(50) / 1000, unit: "ms" },
      { name: `${name}P95Ms`, value: histogram.percentile(95) / 1000, unit: "ms" },
    );
  }
  figures.push({ name: "queriesFailed", value: failed, unit: "" });
  const { metricsApiQuery, prometheusQuery } = histograms;
  const ratio = metricsApiQuery.percentile(50) / prometheusQuery.percentile(50);
  return { figures, ratios: { "metricsApiQueryP50 of prometheusQueryP50": ratio } };
}

interface Scalers {
  items: { status?: { conditions?: { type: string; status: string }[] } }[];
}

/** The share of all scalers that know how many tasks there are. */
export async function readActiveShare(api: ApiClient, namespace: string): Promise<number> {
  const { items } = await api.get<Scalers>(
    `/apis/autoscaling/v2/namespaces/${namespace}/horizontalpodautoscalers`,
  );
  const active = items.filter(({ status }) =>
    status?.conditions?.some(({ type, status }) => type === "ScalingActive" && status === "True"),
  );
  return active.length / items.length;
}

interface MetricValues {
  items: { describedObject: { name: string } }[];
}

interface TimedQueries {
  histograms: Record<"metricsApiQuery" | "podsQuery" | "prometheusQuery", RecordableHistogram>;
  /** How many had no answer, or another one than the other. */
  failed: number;
}

async function timeQueries(sources: FleetSources, queries: number): Promise<TimedQueries> {
  const histograms = {
    metricsApiQuery: createHistogram(),
    podsQuery: createHistogram(),
    prometheusQuery: createHistogram(),
  };
  let failed = 0;
  for (let index = 0; index < queries; index += 1) {
    const agent = sources.agents[index % sources.agents.length] ?? "";
    try {
      await timeAgent(sources, agent, histograms);
    } catch (error) {
      failed += 1;
      if (failed > queries / 10) {
        throw new Error(`${failed} of ${index + 1} queries failed.`, { cause: error });
      }
    }
  }
  return { histograms, failed };
}

/** Asks for the tasks of an agent's pods, and then for what the adapter asks for: its pods and their tasks. */
async function timeAgent(
  { api, prometheus, namespace, adapterQuery }: FleetSources,
  agent: string,
  histograms: TimedQueries["histograms"],
): Promise<void> {
  const labels = Object.entries(toSelectorLabels(agent)).map((pair) => pair.join("="));
  const ofAgent = `labelSelector=${encodeURIComponent(labels.join(","))}`;
  const metrics = `/apis/custom.metrics.k8s.io/v1beta2/namespaces/${namespace}/pods/*/a2a_active_tasks`;
  const { items } = await time(histograms.metricsApiQuery, () =>
    api.get<MetricValues>(`${metrics}?${ofAgent}`),
  );
  await time(histograms.podsQuery, () =>
    api.get(`/api/v1/namespaces/${namespace}/pods?${ofAgent}`),
  );
  const pods = items.map(({ describedObject }) => describedObject.name);
  const query = `count(${adapterQuery(namespace, pods)})`;
  const count = await time(histograms.prometheusQuery, () => prometheus.readValue(query));
  if (count !== pods.length) {
    throw new Error(`Of ${agent}: ${pods.length} values by the API, ${count ?? 0} by ${query}`);
  }
}

async function time<T>(histogram: RecordableHistogram, work: () => Promise<T>): Promise<T> {
  const startMs = performance.now();
  const result = await work();
  histogram.record(Math.round((performance.now() - startMs) * 1000));
  return result;
}
