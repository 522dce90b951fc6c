/** What selects the pods of an agent. */
export function toSelector(name: string): Record<string, string> {
  return { "app.kubernetes.io/name": name, "app.kubernetes.io/component": "agent" };
}

/** The labels of every object of an agent. */
export function toLabels(name: string): Record<string, string> {
  return {
    ...toSelector(name),
    "app.kubernetes.io/version": "1.4.2",
    "app.kubernetes.io/managed-by": "berth",
  };
}

/** The labels of what speaks A2A. */
export function toWorkloadLabels(name: string): Record<string, string> {
  return { ...toLabels(name), app: name, protocol: "a2a" };
}
