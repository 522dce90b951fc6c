import * as pulumi from "@pulumi/pulumi";

/** What selects the pods of an agent. */
export function toSelector(name: string): Record<string, string> {
  return { "app.kubernetes.io/name": name, "app.kubernetes.io/component": "agent" };
}

/** The labels of every object of a stack. */
export function toStackLabels(): Record<string, string> {
  return { "berth.dev/project": pulumi.getProject(), "berth.dev/stack": pulumi.getStack() };
}

/** The labels of every object of an agent. */
export function toLabels(name: string): Record<string, string> {
  return { ...toAgentLabels(name), ...toStackLabels() };
}

/** The labels of what speaks A2A. */
export function toWorkloadLabels(name: string): Record<string, string> {
  return { ...toPodLabels(name), ...toStackLabels() };
}

/** The labels of pods: another stack is no reason to roll them. */
export function toPodLabels(name: string): Record<string, string> {
  return { ...toAgentLabels(name), app: name, protocol: "a2a" };
}

function toAgentLabels(name: string): Record<string, string> {
  return {
    ...toSelector(name),
    "app.kubernetes.io/version": "1.4.2",
    "app.kubernetes.io/managed-by": "berth",
  };
}
