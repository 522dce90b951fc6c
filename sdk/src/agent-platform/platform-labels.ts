import { LABELS } from "@berth/contract";
import { INSTANCE_LABEL, MANAGED_BY } from "../labels.js";

/** By which agents admit a Prometheus of any kind, unless they are told of another one. */
const PROMETHEUS = "prometheus";

/** The labels that select the pod of the installed Prometheus. They never change. */
export function toPrometheusSelectorLabels(component: string): Record<string, string> {
  return { [LABELS.name]: PROMETHEUS, [INSTANCE_LABEL]: component };
}

/** The labels of every object of the installed Prometheus. */
export function toPrometheusLabels(component: string): Record<string, string> {
  return { ...toPrometheusSelectorLabels(component), [LABELS.managedBy]: MANAGED_BY };
}

/** The labels of what a platform has besides: for all agents. */
export function toPlatformLabels(component: string): Record<string, string> {
  return {
    [LABELS.name]: "berth-platform",
    [INSTANCE_LABEL]: component,
    [LABELS.managedBy]: MANAGED_BY,
  };
}
