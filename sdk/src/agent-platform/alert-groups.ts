import { toAlertGroups } from "../alerts/alert-groups.js";
import { AlertSource } from "../alerts/alert-source.js";
import type { RuleGroup } from "../alerts/rule-group.js";
import { ScalingBackend } from "../scaling-backend.js";
import type { AgentPlatformSpec } from "./spec.js";

/** The rules of a platform, in groups. Undefined where it has none. */
export function toPlatformAlertGroups(spec: AgentPlatformSpec): RuleGroup[] | undefined {
  const { rules } = spec.alerts;
  return spec.hasAlerts
    ? toAlertGroups({ ...rules, sources: [...rules.sources, ...toInstalledSources(spec)] })
    : undefined;
}

/** Whose metrics the installed Prometheus has besides those of agents. */
function toInstalledSources({ prometheus, scaling }: AgentPlatformSpec): AlertSource[] {
  if (!prometheus.install) {
    return [];
  }
  return [
    AlertSource.ApiServer,
    ...(scaling.backend === ScalingBackend.Keda ? [AlertSource.Keda] : []),
  ];
}
