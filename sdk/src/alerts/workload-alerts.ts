import { METRICS } from "@berth/contract";
import { type Alert, AlertSeverity } from "./alert.js";
import { AlertSource } from "./alert-source.js";
import { asAgent } from "./expressions.js";
import { RECORDS } from "./recording-rules.js";
import type { AlertRulesSpec } from "./spec.js";
import { toKedaTargets, toTargets, WORKLOAD_RECORDS } from "./workload-records.js";

/** What the API server and the kubelet may take for a pod whose time is over. */
const TERMINATION_SLACK_SECONDS = 60;

/** So much above the target a scaler with enough pods would not leave an agent: it tolerates a tenth. */
const ABOVE_TARGET_FACTOR = 1.2;

const NEEDS = [AlertSource.OwnMetrics, AlertSource.KubeStateMetrics];

/** The alerts about Deployments, pods and scalers of agents, as kube-state-metrics tells of them. */
export function toWorkloadAlerts(spec: AlertRulesSpec): Alert[] {
  return [
    toNoReadyPods(spec),
    toStuckTerminating(spec),
    toScalingBlind(spec),
    toSaturatedAtMax(spec),
    toMetricMissing(spec),
  ];
}

function toNoReadyPods({ pendingSeconds }: AlertRulesSpec): Alert {
  const wanted = asAgent("kube_deployment_spec_replicas > 0", "deployment");
  const ready = asAgent("kube_deployment_status_replicas_ready > 0", "deployment");
  return {
    name: "AgentNoReadyPods",
    needs: NEEDS,
    severity: AlertSeverity.Critical,
    expr: [
      WORKLOAD_RECORDS.agents,
      `and on (namespace, agent) ${wanted}`,
      `unless on (namespace, agent) ${ready}`,
    ].join("\n"),
    forSeconds: pendingSeconds,
    summary: "Agent {{ $labels.agent }} has no ready pod.",
    description:
      "Nobody can call agent {{ $labels.namespace }}/{{ $labels.agent }}. See what 'kubectl describe pods' says of " +
      "its pods, and take its last change back.",
  };
}

function toStuckTerminating({ pendingSeconds }: AlertRulesSpec): Alert {
  return {
    name: "AgentPodStuckTerminating",
    needs: NEEDS,
    severity: AlertSeverity.Warning,
    // The timestamp is that of the end of the grace period, not of the request.
    expr: [
      WORKLOAD_RECORDS.pods,
      `and on (namespace, pod) time() - kube_pod_deletion_timestamp > ${TERMINATION_SLACK_SECONDS}`,
    ].join("\n"),
    forSeconds: pendingSeconds,
    summary:
      "Pod {{ $labels.pod }} of agent {{ $labels.agent }} is not gone after its grace period.",
    description:
      "The kubelet has not ended pod {{ $labels.namespace }}/{{ $labels.pod }} in its time. See whether its node is " +
      "ready, and whether the pod has a finalizer.",
  };
}

function toScalingBlind({ pendingSeconds }: AlertRulesSpec): Alert {
  const inactive =
    'kube_horizontalpodautoscaler_status_condition{condition="ScalingActive",status="false"} == 1';
  return {
    name: "AgentScalingBlind",
    needs: NEEDS,
    severity: AlertSeverity.Critical,
    expr: `${WORKLOAD_RECORDS.autoscalers}\nand on (namespace, horizontalpodautoscaler) ${inactive}`,
    forSeconds: pendingSeconds,
    summary: "Agent {{ $labels.agent }} is not scaled: its scaler gets no load.",
    description:
      "The HorizontalPodAutoscaler {{ $labels.namespace }}/{{ $labels.horizontalpodautoscaler }} keeps the pods that " +
      "there are, whatever there is to do. 'kubectl describe' of it tells why: the metrics API is down, " +
      "Prometheus is down, or no pod has a sample.",
  };
}

function toSaturatedAtMax({ saturatedSeconds, saturation }: AlertRulesSpec): Alert {
  const autoscaler = "on (namespace, horizontalpodautoscaler)";
  // Two kube-state-metrics tell of each object twice.
  const once = (vector: string, name: string): string => `max by (namespace, ${name}) (${vector})`;
  const ofAutoscaler = (metric: string): string =>
    once(`kube_horizontalpodautoscaler_${metric}`, "horizontalpodautoscaler");
  const average = 'metric_target_type="average"';
  const own = toTargets(`metric_name="${METRICS.activeTasks.name}",${average}`);
  // KEDA's metric is one of tasks or a share of the capacity, which is never above 1.
  const targets = `${own} or ${toKedaTargets(average)} > 1`;
  return {
    name: "AgentSaturatedAtMax",
    needs: NEEDS,
    severity: AlertSeverity.Critical,
    expr: [
      WORKLOAD_RECORDS.autoscalers,
      `and ${autoscaler} (${ofAutoscaler("status_current_replicas")}`,
      `  >= ${ofAutoscaler("spec_max_replicas")})`,
      `and on (namespace, agent) (${RECORDS.saturation} > ${saturation}`,
      `  or ${RECORDS.activeTasks} / ${RECORDS.pods}`,
      `    > ${ABOVE_TARGET_FACTOR} * ${once(targets, "agent")})`,
    ].join("\n"),
    forSeconds: saturatedSeconds,
    summary:
      "Agent {{ $labels.agent }} has all pods that it may have, and more to do than they can.",
    description:
      `For ${saturatedSeconds} s agent {{ $labels.namespace }}/{{ $labels.agent }} has been at its 'maxReplicas' with ` +
      "too many tasks. Raise that, give a pod more, or slow its callers down.",
  };
}

function toMetricMissing({ pendingSeconds }: AlertRulesSpec): Alert {
  return {
    name: "AgentMetricMissing",
    needs: NEEDS,
    severity: AlertSeverity.Warning,
    expr: [
      WORKLOAD_RECORDS.pods,
      'and on (namespace, pod) kube_pod_status_phase{phase="Running"} == 1',
      `unless on (namespace, pod) ${METRICS.activeTasks.name}`,
    ].join("\n"),
    forSeconds: pendingSeconds,
    summary:
      "Prometheus knows nothing of the load of pod {{ $labels.pod }} of agent {{ $labels.agent }}.",
    description:
      `Pod {{ $labels.namespace }}/{{ $labels.pod }} runs and Prometheus has no '${METRICS.activeTasks.name}' of it. ` +
      "Where 'AgentScrapeFailing' or 'AgentLoadMissing' tells of it too, that says why. Else Prometheus does " +
      "not look for it: see whether its labels select the PodMonitor of the agent ('monitoring.labels').",
  };
}
