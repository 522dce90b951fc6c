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
