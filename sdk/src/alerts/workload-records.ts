import { A2A_PROTOCOL, METRICS } from "@berth/contract";
import { KEDA_METRIC_NAME } from "../manifests/scaled-object.js";
import { toKedaAutoscalerName } from "../names.js";
import { asAgent } from "./expressions.js";
import { RECORDS } from "./recording-rules.js";
import type { RecordingRule } from "./rule-group.js";

const TARGET_METRIC = "kube_horizontalpodautoscaler_spec_target_metric";

/** For how long an agent stays known when nothing is told of it. */
const KNOWN_SECONDS = 3600;

/** What kube-state-metrics tells of Deployments, HorizontalPodAutoscalers and pods that are an agent's. */
export const WORKLOAD_RECORDS = {
  /** Agents that have a Deployment. */
  agents: "namespace_agent:a2a_agent:info",
  /** Their HorizontalPodAutoscalers, also those that KEDA makes. */
  autoscalers: "namespace_agent_horizontalpodautoscaler:a2a_agent:info",
  /** Their pods. */
  pods: "namespace_agent_pod:a2a_agent:info",
} as const;

/**
 * The rules that tell agents from all else that kube-state-metrics tells of. An agent is known by its own
 * metrics; by a HorizontalPodAutoscaler on them, its own or KEDA's, where it never had any; and by its label
 * `protocol`, where kube-state-metrics is told to show that (`--metric-labels-allowlist=deployments=[protocol]`).
 */
export function toWorkloadRecordingRules(): RecordingRule[] {
  const group = (vector: string): string => `group by (namespace, agent) (${vector})`;
  const deployments = group(asAgent("kube_deployment_spec_replicas", "deployment"));
  const labelled = `kube_deployment_labels{label_protocol="${A2A_PROTOCOL}"}`;
  const autoscalers = asAgent("kube_horizontalpodautoscaler_info", "scaletargetref_name");
  const pods = asAgent('kube_pod_owner{owner_kind="ReplicaSet"}', "owner_name", "(.+)-[^-]+");
  return [
    {
      record: WORKLOAD_RECORDS.agents,
      expr: [
        `${deployments} and on (namespace, agent) (`,
        `  ${group(RECORDS.pods)}`,
        `  or ${group(`last_over_time(${WORKLOAD_RECORDS.agents}[${KNOWN_SECONDS}s])`)}`,
        `  or ${group(toTargets(`metric_name=~"${LOAD_METRICS}"`))}`,
        `  or ${group(toKedaTargets())}`,
        `  or ${group(asAgent(labelled, "deployment"))}`,
        ")",
      ].join("\n"),
    },
    {
      record: WORKLOAD_RECORDS.autoscalers,
      expr: ofKnown("namespace, agent, horizontalpodautoscaler", autoscalers),
    },
    { record: WORKLOAD_RECORDS.pods, expr: ofKnown("namespace, agent, pod", pods) },
  ];
}

/** What the HorizontalPodAutoscalers of agents aim at. */
export function toTargets(matcher: string): string {
  return asAgent(`${TARGET_METRIC}{${matcher}}`, "horizontalpodautoscaler");
}

/**
 * What those that KEDA makes aim at. Their metric does not tell what it counts, so their name tells that they
 * are an agent's.
 */
export function toKedaTargets(...matchers: readonly string[]): string {
  const all = [`metric_name="${KEDA_METRIC_NAME}"`, ...matchers].join(",");
  const name = toKedaAutoscalerName("(.+)");
  return asAgent(`${TARGET_METRIC}{${all}}`, "horizontalpodautoscaler", name);
}

/** The metrics that a HorizontalPodAutoscaler of an agent may rest on. */
const LOAD_METRICS = [METRICS.activeTasks, METRICS.queuedTasks, METRICS.saturationRatio]
  .map(({ name }) => name)
  .join("|");

function ofKnown(labels: string, vector: string): string {
  return `group by (${labels}) (${vector} and on (namespace, agent) ${WORKLOAD_RECORDS.agents})`;
}
