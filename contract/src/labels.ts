/** Begins the labels and annotations that are Berth's own. */
export const OWN_PREFIX = "berth.dev/";

/** The labels of the objects of an agent. */
export const LABELS = {
  /** The name of the agent. Part of every selector. */
  name: "app.kubernetes.io/name",
  /** What the object is to the agent; `agent` on its pods. Part of every selector. */
  component: "app.kubernetes.io/component",
  /** The version on the agent card. */
  version: "app.kubernetes.io/version",
  /** What created the object. */
  managedBy: "app.kubernetes.io/managed-by",
  /** The name of the agent, for peers that look agents up by it. */
  app: "app",
  /** `a2a` on the Deployment, the pods and the one Service that speaks the protocol. */
  protocol: "protocol",
  /** `true` on the pods of agents that find others, and call what they find. */
  discovery: `${OWN_PREFIX}discovery`,
  /** The Pulumi project whose stack the object belongs to. Not on pods. */
  project: `${OWN_PREFIX}project`,
  /** The stack that the object belongs to. Not on pods. */
  stack: `${OWN_PREFIX}stack`,
} as const;

/** The value of the component label on the pods of an agent. */
export const AGENT_COMPONENT = "agent";

/** The value of the protocol label. */
export const A2A_PROTOCOL = "a2a";

const CAN_CALL_PREFIX = `can-call.${OWN_PREFIX}`;

/** The value of a label that says yes. */
export const LABEL_TRUE = "true";

/** The label on a caller's pods that the network policy of the called agent admits. */
export function toCanCallLabel(callee: string): string {
  return `${CAN_CALL_PREFIX}${callee}`;
}

/** The labels that select the pods of an agent. They never change: a Deployment's selector cannot. */
export function toSelectorLabels(agent: string): Record<string, string> {
  return { [LABELS.name]: agent, [LABELS.component]: AGENT_COMPONENT };
}
