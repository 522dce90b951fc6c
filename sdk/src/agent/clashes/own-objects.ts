import { type AgentLogicalNames, type AgentNames, toAgentNames } from "../../names.js";
import { ScalingBackend } from "../../scaling-backend.js";
import { AgentRuntimeMode } from "../args.js";
import { AgentMonitoringKind } from "../monitoring-args.js";
import { readList, readMember } from "../plain-object.js";
import { hasHorizontalPodAutoscaler, readScalingBackend } from "../read-scaling-backend.js";

/** Whether there is an object, and what there must be for it. */
interface Condition {
  condition: string;
  isMet: (args: unknown) => boolean;
}

const isGiven = (...path: string[]): Condition => ({
  condition: `'${path.join(".")}'`,
  isMet: (args) => readMember(args, path) !== undefined,
});

const HAS_IDLEST_POD_FIRST: Condition = {
  condition: "'scaling.idlestPodFirst'",
  isMet: (args) => readMember(args, ["scaling", "idlestPodFirst"]) === true,
};

const HAS_RULES: Condition = {
  condition:
    "'serviceAccount.rules', 'scaling.idlestPodFirst', or 'discovery' of its own namespace",
  isMet: (args) =>
    readList(args, ["serviceAccount", "rules"]).length > 0 ||
    HAS_IDLEST_POD_FIRST.isMet(args) ||
    findsInOwnNamespace(args),
};

function findsInOwnNamespace(args: unknown): boolean {
  return (
    readMember(args, ["discovery"]) !== undefined &&
    readMember(args, ["discovery", "namespaces"]) === undefined &&
    readMember(args, ["discovery", "allNamespaces"]) !== true
  );
}

/** The objects that are not always made. */
export const CONDITIONS: Partial<Record<keyof AgentLogicalNames, Condition>> = {
  secret: {
    condition: "a 'value' in 'secrets'",
    isMet: (args) =>
      readList(args, ["secrets"]).some((secret) => readMember(secret, ["value"]) !== undefined),
  },
  podDeletionCostPolicy: HAS_IDLEST_POD_FIRST,
  podDeletionCostBinding: HAS_IDLEST_POD_FIRST,
  role: HAS_RULES,
  roleBinding: HAS_RULES,
  siblingsService: {
    condition: "the runtime mode Sidecar or Embedded",
    isMet: (args) => readMember(args, ["runtime", "mode"]) !== AgentRuntimeMode.None,
  },
  horizontalPodAutoscaler: {
    condition: "'scaling' with the backend PrometheusAdapter or ExistingApi",
    isMet: (args) => hasHorizontalPodAutoscaler(readScalingBackend(args)),
  },
  scaledObject: {
    condition: "'scaling' with the backend Keda",
    isMet: (args) => readScalingBackend(args) === ScalingBackend.Keda,
  },
  networkPolicy: {
    condition: "'network.policy'",
    isMet: (args) => readMember(args, ["network", "policy"]) !== false,
  },
  podMonitor: {
    condition: "the monitoring kind PodMonitor",
    isMet: (args) => readMember(args, ["monitoring", "kind"]) === AgentMonitoringKind.PodMonitor,
  },
  httpRoute: isGiven("exposure", "gateway"),
  ingress: isGiven("exposure", "ingress"),
};

/** The API and the kind of each object of an agent in its namespace. */
const KINDS: Record<keyof AgentNames, [apiVersion: string, kind: string]> = {
  serviceAccount: ["v1", "ServiceAccount"],
  configMap: ["v1", "ConfigMap"],
  secret: ["v1", "Secret"],
  role: ["rbac.authorization.k8s.io/v1", "Role"],
  roleBinding: ["rbac.authorization.k8s.io/v1", "RoleBinding"],
  deployment: ["apps/v1", "Deployment"],
  service: ["v1", "Service"],
  siblingsService: ["v1", "Service"],
  horizontalPodAutoscaler: ["autoscaling/v2", "HorizontalPodAutoscaler"],
  scaledObject: ["keda.sh/v1alpha1", "ScaledObject"],
  podDisruptionBudget: ["policy/v1", "PodDisruptionBudget"],
  networkPolicy: ["networking.k8s.io/v1", "NetworkPolicy"],
  podMonitor: ["monitoring.coreos.com/v1", "PodMonitor"],
  httpRoute: ["gateway.networking.k8s.io/v1", "HTTPRoute"],
  ingress: ["networking.k8s.io/v1", "Ingress"],
};

/** An object of an agent. */
export interface OwnObject {
  object: keyof AgentNames;
  /** As much of it as tells it from others. */
  manifest: { apiVersion: string; kind: string; metadata: { name: string } };
}

/**
 * The objects that an Agent makes in its namespace, of args that have its name. Those of the cluster have
 * the stack in their names, which nobody knows here.
 */
export function listOwnObjects(args: unknown, cardHash: string): OwnObject[] {
  const names = toAgentNames(String(readMember(args, ["name"])), cardHash);
  return (Object.keys(KINDS) as (keyof AgentNames)[])
    .filter((object) => CONDITIONS[object]?.isMet(args) !== false)
    .map((object) => {
      const [apiVersion, kind] = KINDS[object];
      return { object, manifest: { apiVersion, kind, metadata: { name: names[object] } } };
    });
}
