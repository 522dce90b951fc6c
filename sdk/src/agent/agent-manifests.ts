import type * as k8s from "@pulumi/kubernetes";
import { mapInput } from "../input.js";
import { buildCardConfigMap } from "../manifests/card-config-map.js";
import { buildDeployment } from "../manifests/deployment.js";
import { buildHorizontalPodAutoscaler } from "../manifests/horizontal-pod-autoscaler.js";
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
import type { AgentManifest } from "./overrides-args.js";

/** The objects of an agent, in the order in which they are made. Undefined are those that it lacks. */
export interface AgentManifests {
  serviceAccount: ReturnType<typeof buildServiceAccount>;
  configMap: ReturnType<typeof buildCardConfigMap>;
  secret: ReturnType<typeof buildSecret> | undefined;
  role: ReturnType<typeof buildRole> | undefined;
  roleBinding: ReturnType<typeof buildRoleBinding> | undefined;
  networkPolicy: ReturnType<typeof buildNetworkPolicy> | undefined;
  deployment: ReturnType<typeof buildDeployment>;
  service: ReturnType<typeof buildService>;
  siblingsService: ReturnType<typeof buildSiblingsService> | undefined;
  horizontalPodAutoscaler: ReturnType<typeof buildHorizontalPodAutoscaler> | undefined;
  podDisruptionBudget: ReturnType<typeof buildPodDisruptionBudget>;
  podMonitor: AgentManifest | undefined;
  httpRoute: AgentManifest | undefined;
  ingress: ReturnType<typeof buildIngress> | undefined;
}

type PolicySpec = k8s.types.input.networking.v1.NetworkPolicySpec;

/** Builds every object of an agent. */
export function buildAgentManifests(facts: AgentFacts): AgentManifests {
  const { names, selectorLabels, spec } = facts;
  const { exposure, monitoring, scaling } = spec;
  const object = { namespace: spec.namespace, labels: facts.labels };
  const workload = { namespace: spec.namespace, labels: facts.workloadLabels, selectorLabels };
  const { gateway, ingress } = exposure ?? {};
  const hasRules = spec.serviceAccount.rules.length > 0;
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
    role: hasRules
      ? buildRole({ ...object, name: names.role, rules: spec.serviceAccount.rules })
      : undefined,
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
      url: facts.url,
      peers: facts.peers,
      siblingsHost: facts.siblingsHost,
      timeoutSeconds: facts.deploymentTimeoutSeconds,
      startupFailureThreshold: facts.startupFailureThreshold,
    }),
    service: buildService({
      ...workload,
      name: names.service,
      network: spec.network,
    }),
    siblingsService:
      facts.siblingsHost === undefined
        ? undefined
        : buildSiblingsService({
            ...object,
            selectorLabels,
            name: names.siblingsService,
            network: spec.network,
          }),
    horizontalPodAutoscaler:
      scaling &&
      buildHorizontalPodAutoscaler({
        ...object,
        name: names.horizontalPodAutoscaler,
        deploymentName: names.deployment,
        scaling,
        targetAverageValue: mapInput(scaling.targetActiveTasks, String),
      }),
    podDisruptionBudget: buildPodDisruptionBudget({
      ...object,
      selectorLabels,
      name: names.podDisruptionBudget,
    }),
    podMonitor:
      monitoring.kind === AgentMonitoringKind.PodMonitor
        ? buildPodMonitor({
            ...object,
            selectorLabels,
            name: names.podMonitor,
            monitoring,
            interval: mapInput(monitoring.intervalSeconds, toScrapeInterval),
            scrapeTimeout: mapInput(monitoring.intervalSeconds, toScrapeTimeout),
          })
        : undefined,
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

/** Peers that are known late are members of a list: the whole of the policy waits for them. */
function buildPolicy(facts: AgentFacts): ReturnType<typeof buildNetworkPolicy> {
  const { hasToken, knownPeers, labels, names, selectorLabels, spec } = facts;
  const { exposure, namespace } = spec;
  const build = (peers: { name: string; namespace?: string }[]) =>
    buildNetworkPolicy({
      ...spec,
      exposure,
      namespace,
      name: names.networkPolicy,
      agent: spec.name,
      labels,
      selectorLabels,
      hasToken,
      peers,
    });
  return { ...build([]), spec: mapInput(knownPeers, (peers) => build(peers).spec as PolicySpec) };
}
