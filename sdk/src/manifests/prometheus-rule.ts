import type * as pulumi from "@pulumi/pulumi";
import type { AgentManifest } from "../agent/overrides-args.js";
import type { RuleGroup } from "../alerts/rule-group.js";
import type { ObjectFacts } from "./object-facts.js";

/** What the PrometheusRule of a platform is built from. */
export interface PrometheusRuleFacts extends Omit<ObjectFacts, "labels"> {
  /** With those by which a Prometheus selects it. */
  labels: Record<string, pulumi.Input<string>>;
  groups: readonly RuleGroup[];
}

/** Gives rules to a Prometheus of the Operator: https://prometheus-operator.dev */
export function buildPrometheusRule({
  name,
  namespace,
  labels,
  groups,
}: PrometheusRuleFacts): AgentManifest {
  return {
    apiVersion: "monitoring.coreos.com/v1",
    kind: "PrometheusRule",
    metadata: { name, namespace, labels },
    spec: { groups },
  };
}
