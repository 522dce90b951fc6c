import {
  HTTP_PATHS,
  type Peer,
  PEER_TOKENS_PATH,
  SERVICE_PORT,
  SettingsError,
} from "@berth/contract";
import type * as pulumi from "@pulumi/pulumi";
import type { AgentNamespaceSpec } from "./agent-namespace/spec.js";
import type { AgentManifest } from "./agent/overrides-args.js";
import type { KnownPeer } from "./agent/peers-schema.js";
import { mapInput } from "./input.js";
import {
  DNS_LABEL_RULE,
  DNS_SUBDOMAIN_RULE,
  isDnsLabel,
  isDnsSubdomain,
} from "./kubernetes-syntax.js";

const CLUSTER_DOMAIN = "cluster.local";

/**
 * The name of the Namespace of an AgentNamespace: the one it was given, or
 * `<logical name>-<stack>`.
 *
 * @throws SettingsError when that cannot name a namespace.
 */
export function toNamespaceName(
  spec: Pick<AgentNamespaceSpec, "name">,
  logicalName: string,
  stack: string,
): string {
  const name = spec.name ?? `${logicalName}-${stack}`;
  if (!isDnsLabel(name)) {
    throw new SettingsError([
      {
        propertyPath: "name",
        reason:
          `'name' (${name}, from the component '${logicalName}' and the stack '${stack}') ` +
          `${DNS_LABEL_RULE} Give a 'name'.`,
      },
    ]);
  }
  return name;
}

/** What the objects of an agent are called in their namespace. */
export interface AgentNames {
  serviceAccount: string;
  /** Has the hash of the card, so that pods of a rollout find the card they began with. */
  configMap: string;
  secret: string;
  role: string;
  roleBinding: string;
  deployment: string;
  service: string;
  siblingsService: string;
  horizontalPodAutoscaler: string;
  scaledObject: string;
  podDisruptionBudget: string;
  networkPolicy: string;
  podMonitor: string;
  httpRoute: string;
  ingress: string;
}

/** The names of an agent's objects. Its Service is called like itself, since DNS is the contract. */
export function toAgentNames(agent: string, cardHash: string): AgentNames {
  return {
    serviceAccount: agent,
    configMap: `${agent}-card-${cardHash}`,
    secret: `${agent}-secrets`,
    role: agent,
    roleBinding: agent,
    deployment: agent,
    service: agent,
    siblingsService: `${agent}-siblings`,
    horizontalPodAutoscaler: agent,
    scaledObject: agent,
    podDisruptionBudget: agent,
    networkPolicy: agent,
    podMonitor: agent,
    httpRoute: agent,
    ingress: agent,
  };
}

/** What the children of an Agent are called in Pulumi's state. */
export interface AgentLogicalNames extends AgentNames {
  podDeletionCostPolicy: string;
  podDeletionCostBinding: string;
}

/**
 * The logical names of an Agent's children.
 *
 * That of the card has the hash too: a changed card is a new resource, which is made before the
 * rollout and of which the old one is deleted after it. Under one logical name, a failed rollout
 * could not be taken back: Pulumi would make the old ConfigMap anew while it is still there.
 */
export function toAgentLogicalNames(component: string, cardHash: string): AgentLogicalNames {
  return {
    serviceAccount: `${component}-service-account`,
    configMap: `${component}-card-${cardHash}`,
    secret: `${component}-secrets`,
    podDeletionCostPolicy: `${component}-pod-deletion-cost-policy`,
    podDeletionCostBinding: `${component}-pod-deletion-cost-binding`,
    role: `${component}-role`,
    roleBinding: `${component}-role-binding`,
    deployment: `${component}-deployment`,
    service: `${component}-service`,
    siblingsService: `${component}-siblings-service`,
    horizontalPodAutoscaler: `${component}-horizontal-pod-autoscaler`,
    scaledObject: `${component}-scaled-object`,
    podDisruptionBudget: `${component}-pod-disruption-budget`,
    networkPolicy: `${component}-network-policy`,
    podMonitor: `${component}-pod-monitor`,
    httpRoute: `${component}-http-route`,
    ingress: `${component}-ingress`,
  };
}

/**
 * Checks that the Kubernetes provider can make the name of a Secret up: it begins with the logical name.
 *
 * @throws SettingsError when it cannot.
 */
export function requireSecretName({ secret }: AgentLogicalNames): void {
  if (!isDnsSubdomain(secret)) {
    const reason =
      `'secrets' with a 'value' make a Secret, whose name begins with that of the component: '${secret}' ` +
      `${DNS_SUBDOMAIN_RULE} Give the component such a name, or put the values into a Secret of your own.`;
    throw new SettingsError([{ propertyPath: "secrets", reason }]);
  }
}

/**
 * The name of the HorizontalPodAutoscaler that KEDA makes for an agent: another one than that of the
 * agent's own, so that one is there before the other one goes.
 */
export function toKedaAutoscalerName(agent: string): string {
  return `${agent}-keda`;
}

/** What the name of an object of the cluster is made of. */
export interface ClusterNameParts {
  namespace: pulumi.Input<string>;
  agent: string;
  /** Undefined where objects are rendered. */
  stack: string | undefined;
}

/**
 * The name of the policy about the deletion cost of an agent's pods, and of its binding.
 *
 * @throws SettingsError when the stack cannot be part of a name.
 */
export function toPodDeletionCostName(parts: ClusterNameParts): pulumi.Input<string> {
  return toClusterName(parts, "pod-deletion-cost", "scaling.idlestPodFirst");
}

/**
 * The name of what lets an agent find others, in any namespace that is not its own, and in the cluster.
 *
 * @throws SettingsError when the stack cannot be part of a name.
 */
export function toDiscoveryName(parts: ClusterNameParts): pulumi.Input<string> {
  return toClusterName(parts, "discovery", "discovery");
}

/**
 * Of all objects of their kind in the cluster, what has this name is the one of this agent. Its parts have
 * hyphens, so dots are between them.
 */
function toClusterName(
  { namespace, agent, stack }: ClusterNameParts,
  purpose: string,
  propertyPath: string,
): pulumi.Input<string> {
  const name = [agent, stack, purpose].filter((part) => part !== undefined).join(".");
  if (!isDnsSubdomain(name)) {
    const reason =
      `'${propertyPath}' makes an object of the cluster, whose name has that of the stack: '${name}' ` +
      `${DNS_SUBDOMAIN_RULE} Give the stack such a name, or leave it out.`;
    throw new SettingsError([{ propertyPath, reason }]);
  }
  return mapInput(namespace, (known) => `${known}.${name}`);
}

/** The logical names of what lets an Agent find others: in a namespace, or in all of the cluster. */
export function toDiscoveryLogicalNames(
  component: string,
  namespace: string | undefined,
): { role: string; roleBinding: string } {
  const [kind, place] = namespace === undefined ? ["cluster-role", ""] : ["role", `-${namespace}`];
  const prefix = `${component}-discovery-${kind}`;
  return { role: `${prefix}${place}`, roleBinding: `${prefix}-binding${place}` };
}

/** The logical name of an object that a user adds to an Agent. */
export function toExtraLogicalName(component: string, { kind, metadata }: AgentManifest): string {
  const { name, namespace } = metadata as { name: string; namespace?: unknown };
  const place = typeof namespace === "string" ? `${namespace}-${name}` : name;
  return `${component}-extra-${kind}-${place}`;
}

/** The root URL of the Service of an agent, for pods of the same cluster. */
export function toServiceUrl(service: string, namespace: string): string {
  return `http://${service}.${namespace}.svc.${CLUSTER_DOMAIN}:${SERVICE_PORT}`;
}

/** The root URL of an agent for callers outside the cluster. */
export function toExternalUrl({
  hostname,
  tls,
}: {
  hostname: pulumi.Input<string>;
  tls: boolean;
}): pulumi.Input<string> {
  return mapInput(hostname, (known) => `${tls ? "https" : "http"}://${known}`);
}

/** The name by which the replicas of an agent find each other in the DNS of the cluster. */
export function toSiblingsHost(siblingsService: string, namespace: string): string {
  return `${siblingsService}.${namespace}.svc.${CLUSTER_DOMAIN}`;
}

/** The URL of the card that is served under a root URL. */
export function toCardUrl(url: string): string {
  return `${url}${HTTP_PATHS.card}`;
}

/**
 * Finds the peers that have no URL by their Service: in their namespace, or else the caller's. Those that
 * ask who calls have the file of a token.
 */
export function toPeers(peers: readonly KnownPeer[], callerNamespace: string): Peer[] {
  return peers.map(
    ({ name, namespace = callerNamespace, url = toServiceUrl(name, namespace), audience }) => ({
      name,
      url,
      ...(audience === undefined ? {} : { tokenFile: `${PEER_TOKENS_PATH}/${name}` }),
    }),
  );
}
