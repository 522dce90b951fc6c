import { A2A_PROTOCOL, AGENT_COMPONENT, LABEL_TRUE, LABELS, toCanCallLabel } from "@berth/contract";
import { isLabelValue, MAX_LABEL_LENGTH } from "./kubernetes-syntax.js";

/** What the label `app.kubernetes.io/managed-by` says of every object that Berth makes. */
export const MANAGED_BY = "berth";

/** The label that tells the objects of one component from those of another. */
export const INSTANCE_LABEL = "app.kubernetes.io/instance";

/** Which agent an object belongs to. */
export interface LabelFacts {
  name: string;
  /** The version on the agent card. */
  version: string;
}

/** The labels of every object of an agent. */
export function toObjectLabels({ name, version }: LabelFacts): Record<string, string> {
  return {
    [LABELS.name]: name,
    [LABELS.component]: AGENT_COMPONENT,
    ...toTextLabel(LABELS.version, version),
    [LABELS.managedBy]: MANAGED_BY,
  };
}

/**
 * The labels of the Deployment, the pods and the one Service that speaks A2A. Programs that look
 * agents up by `protocol: a2a` find these and nothing else.
 */
export function toWorkloadLabels(facts: LabelFacts): Record<string, string> {
  return {
    ...toObjectLabels(facts),
    [LABELS.app]: facts.name,
    [LABELS.protocol]: A2A_PROTOCOL,
  };
}

/** The labels that tell which stack an object belongs to: nobody else sets them. */
export const STACK_LABELS: readonly string[] = [LABELS.project, LABELS.stack];

/** The stack that an object belongs to. */
export interface StackFacts {
  project: string;
  stack: string;
}

/**
 * The labels that tell the objects of one stack from those of another one in the same cluster. They are
 * not on pods: a stack of another name is no reason to roll them.
 */
export function toStackLabels({ project, stack }: StackFacts): Record<string, string> {
  return { ...toTextLabel(LABELS.project, project), ...toTextLabel(LABELS.stack, stack) };
}

/** The labels by which the network policies of the called agents admit the pods of a caller. */
export function toCallerLabels(callees: readonly string[]): Record<string, string> {
  return Object.fromEntries(callees.map((callee) => [toCanCallLabel(callee), LABEL_TRUE]));
}

/** A version may be any text, such as `1.0.0+build.5`; the value of a label may not. */
function toTextLabel(label: string, text: string): Record<string, string> {
  const value = text
    .replaceAll(/[^-\w.]/g, "-")
    .slice(0, MAX_LABEL_LENGTH)
    .replaceAll(/^[^A-Za-z0-9]+|[^A-Za-z0-9]+$/g, "");
  return value !== "" && isLabelValue(value) ? { [label]: value } : {};
}
