import { type AgentArgs, AgentRuntimeMode, renderManifests } from "@berth/berth";
import { minimalArgs } from "./settings.ts";

// What policies say together, as the documentation of Kubernetes tells it.

interface Selector {
  matchLabels?: Record<string, string>;
  matchExpressions?: { key: string; operator: string; values: string[] }[];
}

interface Rule {
  from?: PolicyPeer[];
  to?: PolicyPeer[];
  ports: { port: string | number }[];
}

interface PolicyPeer {
  namespaceSelector?: Selector;
  podSelector?: Selector;
}

/** An agent as far as the network knows it. */
export interface Place {
  namespace: string;
  labels: Record<string, string>;
  /** The name of its port for A2A, where names lead to it, and the number. */
  ports: (string | number)[];
  policy: { metadata: object; spec: { ingress: Rule[]; egress: Rule[] } };
}

type Manifest = Place["policy"] & {
  kind: string;
  spec: { template: { metadata: { labels: Record<string, string> } } };
};

/** Renders an agent as far as the network knows it. */
export function renderPlace(name: string, namespace: string, args: Partial<AgentArgs>): Place {
  const manifests = renderManifests(name, {
    ...minimalArgs,
    namespace,
    ...args,
  }) as unknown as Manifest[];
  const find = (kind: string): Manifest => {
    const found = manifests.find((manifest) => manifest.kind === kind);
    if (found === undefined) {
      throw new Error(`There is no ${kind}.`);
    }
    return found;
  };
  const { labels } = find("Deployment").spec.template.metadata;
  const isBehind = args.runtime?.mode === AgentRuntimeMode.Sidecar;
  const policy = find("NetworkPolicy");
  return { namespace, labels, ports: isBehind ? [8080] : ["a2a", 8000], policy };
}

function isSelected(labels: Record<string, string>, selector: Selector): boolean {
  const { matchLabels = {}, matchExpressions = [] } = selector;
  return (
    Object.entries(matchLabels).every(([key, value]) => labels[key] === value) &&
    matchExpressions.every(({ key, values }) => values.includes(labels[key] ?? ""))
  );
}

/** What a NetworkPolicy says of one pod, as its documentation tells it. */
function isMeant(peer: PolicyPeer, pod: Place, policyNamespace: string): boolean {
  const { namespaceSelector, podSelector } = peer;
  if (namespaceSelector === undefined && podSelector === undefined) {
    return false;
  }
  const isThere =
    namespaceSelector === undefined
      ? pod.namespace === policyNamespace
      : isSelected({ "kubernetes.io/metadata.name": pod.namespace }, namespaceSelector);
  return isThere && (podSelector === undefined || isSelected(pod.labels, podSelector));
}

function isOpen(
  rules: readonly Rule[],
  pod: Place,
  policyNamespace: string,
  ports: Place["ports"],
): boolean {
  return rules.some(
    (rule) =>
      (rule.from ?? rule.to ?? []).some((peer) => isMeant(peer, pod, policyNamespace)) &&
      rule.ports.some(({ port }) => ports.includes(port)),
  );
}

/** All that a way needs. */
export const BOTH_ENDS = ["egress", "ingress"];

/** Which ends of the way from one agent to another their policies open. */
export function findOpenEnds(caller: Place, callee: Place): string[] {
  const isOut = isOpen(caller.policy.spec.egress, callee, caller.namespace, callee.ports);
  const isIn = isOpen(callee.policy.spec.ingress, caller, callee.namespace, callee.ports);
  return [...(isOut ? ["egress"] : []), ...(isIn ? ["ingress"] : [])];
}
