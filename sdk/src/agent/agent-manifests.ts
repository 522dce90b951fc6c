import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { mapInput } from "../input.js";
import { buildCardConfigMap } from "../manifests/card-config-map.js";
import { buildDeployment } from "../manifests/deployment.js";
import { buildHttpRoute } from "../manifests/http-route.js";
import { buildIngress } from "../manifests/ingress.js";
import { buildNetworkPolicy } from "../manifests/network-policy.js";
import { buildPodDisruptionBudget } from "../manifests/pod-disruption-budget.js";
import { buildPodMonitor, toScrapeInterval, toScrapeTimeout } from "../manifests/pod-monitor.js";
import { buildRole } from "../manifests/role.js";
import { buildRoleBinding } from "../manifests/role-binding.js";
import { buildSecret } from "../manifests/secret.js";
import { buildService } from "../manifests/service.js";
import { buildServiceAccount } from "../manifests/service-account.js";
import { buildSiblingsService } from "../manifests/siblings-service.js";
import type { AgentFacts } from "./agent-facts.js";
import { AgentMonitoringKind } from "./monitoring-args.js";
import type { AgentNetworkPeerArgs } from "./network-args.js";
import type { AgentManifest } from "./overrides-args.js";
import {
  buildDeletionCostManifests,
  type DeletionCostManifests,
} from "./deletion-cost-manifests.js";
import { buildScalerManifests, type ScalerManifests } from "./scaler-manifests.js";

/** The objects of an agent, in the order in which they are made. Undefined are those that it lacks. */
export interface AgentManifests extends DeletionCostManifests, ScalerManifests {
  serviceAccount: ReturnType<typeof buildServiceAccount>;
  configMap: ReturnType<typeof buildCardConfigMap>;
  secret: ReturnType<typeof buildSecret> | undefined;
  role: ReturnType<typeof buildRole> | undefined;
  roleBinding: ReturnType<typeof buildRoleBinding> | undefined;
  networkPolicy: ReturnType<typeof buildNetworkPolicy> | undefined;
  deployment: ReturnType<typeof buildDeployment>;
  service: ReturnType<typeof buildService>;
  siblingsService: ReturnType<typeof buildSiblingsService> | undefined;
  podDisruptionBudget: ReturnType<typeof buildPodDisruptionBudget>;
  podMonitor: AgentManifest | undefined;
  httpRoute: AgentManifest | undefined;
  ingress: ReturnType<typeof buildIngress> | undefined;
}

type Labels = Record<string, pulumi.Input<string>>;
type PolicySpec = k8s.types.input.networking.v1.NetworkPolicySpec;

/** Builds every object of an agent. */
export function buildAgentManifests(facts: AgentFacts): AgentManifests {
  const { names, selectorLabels, spec } = facts;
  const { exposure, monitoring, scaling } = spec;
  const object = { namespace: spec.namespace, labels: facts.labels };
  const workload = { namespace: spec.namespace, labels: facts.workloadLabels, selectorLabels };
  const { gateway, ingress } = exposure ?? {};
  const hasRules = facts.rules.length > 0;
  return {
    serviceAccount: buildServiceAccount({
      ...object,
      name: names.serviceAccount,
      annotations: spec.serviceAccount.annotations,
    }),
    configMap: buildCardConfigMap({ ...object, name: names.configMap, data: facts.cardData }),
    secret:
      facts.secretsData &&
      buildSecret({ ...object, name: facts.ownSecretName, data: facts.secretsData }),
    ...buildDeletionCostManifests(facts),
    role: hasRules ? buildRole({ ...object, name: names.role, rules: facts.rules }) : undefined,
    roleBinding: hasRules
      ? buildRoleBinding({
          ...object,
          name: names.roleBinding,
          roleName: names.role,
          serviceAccountName: names.serviceAccount,
          serviceAccountNamespace: facts.namespace,
        })
      : undefined,
    networkPolicy: spec.network.policy ? buildPolicy(facts) : undefined,
    deployment: buildDeployment({
      ...spec,
      ...workload,
      auth: spec.auth,
      exposure: exposure,
      scaling,
      name: names.deployment,
      replicas: facts.replicas,
      podLabels: facts.podLabels,
      serviceAccountName: names.serviceAccount,
      configMapName: names.configMap,
      secretName: facts.secretName,
      hasToken: facts.hasToken,
      idlestPodFirst: facts.idlestPodFirst,
      url: facts.url,
      peers: facts.peers,
      withPeerTokens: (build) => mapInput(facts.peerTokens, build),
      discoveryNamespaces: facts.discoveryNamespaces,
      siblingsHost: facts.siblingsHost,
      timeoutSeconds: facts.deploymentTimeoutSeconds,
      startupFailureThreshold: facts.startupFailureThreshold,
    }),
    service: buildService({
      ...workload,
      name: names.service,
      mode: spec.mode,
      network: spec.network,
    }),
    siblingsService:
      facts.siblingsHost === undefined
        ? undefined
        : buildSiblingsService({
            ...object,
            selectorLabels,
            name: names.siblingsService,
            mode: spec.mode,
            network: spec.network,
          }),
    ...buildScalerManifests(facts),
    podDisruptionBudget: buildPodDisruptionBudget({
      ...object,
      selectorLabels,
      name: names.podDisruptionBudget,
    }),
    podMonitor:
      monitoring.kind === AgentMonitoringKind.PodMonitor ? buildMonitor(facts) : undefined,
    httpRoute:
      exposure &&
      gateway &&
      buildHttpRoute({
        ...object,
        name: names.httpRoute,
        hostname: exposure.hostname,
        gateway,
        serviceName: names.service,
      }),
    ingress:
      exposure &&
      ingress &&
      buildIngress({
        ...object,
        name: names.ingress,
        hostname: exposure.hostname,
        ingress,
        serviceName: names.service,
      }),
  };
}

/** Peers and a Prometheus that are known late are members of lists: the whole of the policy waits for them. */
function buildPolicy(facts: AgentFacts): ReturnType<typeof buildNetworkPolicy> {
  const { hasToken, knownPeers, labels, names, platform, selectorLabels, spec } = facts;
  const { exposure, monitoring, namespace } = spec;
  const build = (
    peers: { name: string; namespace?: string }[],
    prometheus: AgentNetworkPeerArgs | undefined,
  ) =>
    buildNetworkPolicy({
      ...spec,
      discovery: spec.discovery,
      exposure,
      namespace,
      name: names.networkPolicy,
      agent: spec.name,
      labels,
      selectorLabels,
      hasToken,
      peers,
      monitoring: { ...monitoring, prometheus },
    });
  const prometheus =
    monitoring.prometheus ?? (platform && mapInput(platform, (known) => known.prometheus));
  return {
    ...build([], undefined),
    spec: mapInput(knownPeers, (peers) =>
      mapInput(
        prometheus as pulumi.Input<AgentNetworkPeerArgs | undefined>,
        (known) => build(peers, known).spec as PolicySpec,
      ),
    ),
  };
}

/** The labels of the user come on top of those that the Prometheus of the platform asks for. */
function buildMonitor({
  labels,
  names,
  platform,
  selectorLabels,
  spec,
}: AgentFacts): ReturnType<typeof buildPodMonitor> {
  const { monitoring, namespace } = spec;
  const build = (platformLabels: Record<string, string>) =>
    buildPodMonitor({
      name: names.podMonitor,
      namespace,
      labels,
      selectorLabels,
      monitoring: { ...monitoring, labels: { ...platformLabels, ...monitoring.labels } },
      interval: mapInput(monitoring.intervalSeconds, toScrapeInterval),
      scrapeTimeout: mapInput(monitoring.intervalSeconds, toScrapeTimeout),
    });
  const monitor = build({});
  const metadata = monitor.metadata as object;
  return platform === undefined
    ? monitor
    : {
        ...monitor,
        metadata: {
          ...metadata,
          labels: mapInput(platform, ({ podMonitorLabels }) => toLabels(build(podMonitorLabels))),
        },
      };
}

function toLabels({ metadata }: AgentManifest): Labels {
  return (metadata as { labels: Labels }).labels;
}
