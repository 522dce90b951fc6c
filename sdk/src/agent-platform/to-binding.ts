import type { AgentPlatformBindingArgs } from "./binding.js";
import type { AgentPlatformSpec, KnownPrometheus } from "./spec.js";

/** What agents need to know of a platform. */
export function toBinding(
  spec: AgentPlatformSpec,
  { pods, url }: KnownPrometheus,
): AgentPlatformBindingArgs {
  return {
    scalingBackend: spec.scaling.backend,
    monitoringKind: spec.monitoringKind,
    prometheusUrl: url,
    ...(pods === undefined ? {} : { prometheus: pods }),
    podMonitorLabels: spec.prometheus.operator?.podMonitorLabels ?? {},
  };
}
