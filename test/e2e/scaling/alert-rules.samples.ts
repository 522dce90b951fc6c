import type { InputSeries } from "./alert-rules.promtool.ts";

/** The agent whose pods have the samples, as alerts name it. */
export const AGENT = { namespace: "agents", agent: "research" };

/** The labels of an alert about a pod of it. */
export function ofPod(pod: string): Record<string, string> {
  return { ...AGENT, pod: toPodName(pod) };
}

/** The name of a pod of it, as a ReplicaSet makes it: five letters are the pod's own. */
export function toPodName(pod: string): string {
  return `${AGENT.agent}-6d9f8c-${pod.padEnd(5, "x")}`;
}

/** A metric with labels, as promtool reads it. */
export function toSeries(metric: string, labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${value}"`);
  return `${metric}{${pairs.join(",")}}`;
}

/** Samples of a pod of the agent, as Prometheus labels them; labels that are given come on top. */
export function podSamples(
  metric: string,
  pod: string,
  values: string,
  labels: Readonly<Record<string, string>> = {},
): InputSeries {
  const target = { job: "berth-agents", instance: `10.0.0.1:${pod}` };
  return [toSeries(metric, { ...ofPod(pod), ...target, ...labels }), values];
}

/** Samples of kube-state-metrics about an object in the namespace of the agent. */
export function stateSamples(
  metric: string,
  labels: Readonly<Record<string, string>>,
  values: string,
): InputSeries {
  const target = { job: "kube-state-metrics", instance: "10.0.0.9:8080" };
  return [toSeries(metric, { namespace: AGENT.namespace, ...target, ...labels }), values];
}

/** The HorizontalPodAutoscaler that KEDA makes for the agent. */
export const KEDA_AUTOSCALER = `${AGENT.agent}-keda`;

/** Samples of how many tasks a pod of the agent works on. */
export function active(pod: string, values: string): InputSeries {
  return podSamples("a2a_active_tasks", pod, values);
}

/** Samples of how many pods a Deployment is to have, and how many of them are ready. */
export function deployment(wanted: string, ready: string, name = AGENT.agent): InputSeries[] {
  return [
    stateSamples("kube_deployment_spec_replicas", { deployment: name }, wanted),
    stateSamples("kube_deployment_status_replicas_ready", { deployment: name }, ready),
  ];
}

/** Samples of a HorizontalPodAutoscaler of the agent. */
export function autoscaler(name = AGENT.agent): InputSeries {
  const target = { scaletargetref_kind: "Deployment", scaletargetref_name: AGENT.agent };
  return stateSamples(
    "kube_horizontalpodautoscaler_info",
    { horizontalpodautoscaler: name, ...target },
    "1x80",
  );
}

/** Samples of what a HorizontalPodAutoscaler aims at. */
export function scalerTarget(metric: string, value: number, name = AGENT.agent): InputSeries {
  return stateSamples(
    "kube_horizontalpodautoscaler_spec_target_metric",
    { horizontalpodautoscaler: name, metric_name: metric, metric_target_type: "average" },
    `${value}x80`,
  );
}
