import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { RuleGroup } from "../alerts/rule-group.js";
import { joinInput, mapInput } from "../input.js";
import { buildClusterRoleBinding } from "../manifests/cluster-role-binding.js";
import { buildPrometheusClusterRole } from "../manifests/prometheus/cluster-role.js";
import { buildPrometheusConfigMap } from "../manifests/prometheus/config-map.js";
import { STARTUP_PROBE_PERIOD_SECONDS } from "../manifests/prometheus/container.js";
import {
  buildPrometheusDeployment,
  PROMETHEUS_GRACE_PERIOD_SECONDS,
} from "../manifests/prometheus/deployment.js";
import { type StackFacts, toStackLabels } from "../labels.js";
import { buildPrometheusNetworkPolicy } from "../manifests/prometheus/network-policy.js";
import { buildPrometheusVolumeClaim } from "../manifests/prometheus/persistent-volume-claim.js";
import {
  buildPrometheusConfig,
  PROMETHEUS_FILES,
  type PrometheusConfigFacts,
} from "../manifests/prometheus/prometheus-config.js";
import { buildPrometheusService } from "../manifests/prometheus/service.js";
import { buildServiceAccount } from "../manifests/service-account.js";
import { toAdapterSelectorLabels } from "../prometheus-adapter/names.js";
import { toDeploymentTimeoutSeconds, toStartupFailureThreshold } from "../rollout-times.js";
import { ScalingBackend } from "../scaling-backend.js";
import { PROMETHEUS_PROGRESS_DEADLINE_SECONDS, PROMETHEUS_USER } from "./defaults.js";
import { toPrometheusLabels, toPrometheusSelectorLabels } from "./platform-labels.js";
import {
  type PlatformLogicalNames,
  toOwnPrometheusNames,
  toPrometheusUrl,
} from "./platform-names.js";
import type { AgentPlatformSpec, KnownPrometheus } from "./spec.js";

/** What the installed Prometheus is made from. */
export interface OwnPrometheusFacts {
  component: string;
  owner: StackFacts;
  namespace: pulumi.Input<string>;
  logicalNames: PlatformLogicalNames;
  spec: AgentPlatformSpec;
  /** Undefined where it has no rules. */
  ruleGroups: RuleGroup[] | undefined;
}

/** Whose children its objects are, and what all of them wait for. */
export interface OwnPrometheusOptions {
  parent: pulumi.Resource;
  dependsOn: pulumi.Input<pulumi.Resource>[];
}

/** The installed Prometheus: its objects, and how others find it. */
export interface OwnPrometheus extends KnownPrometheus {
  serviceAccount: k8s.core.v1.ServiceAccount;
  clusterRole: k8s.rbac.v1.ClusterRole;
  clusterRoleBinding: k8s.rbac.v1.ClusterRoleBinding;
  configMap: k8s.core.v1.ConfigMap;
  persistentVolumeClaim: k8s.core.v1.PersistentVolumeClaim | undefined;
  networkPolicy: k8s.networking.v1.NetworkPolicy;
  deployment: k8s.apps.v1.Deployment;
  service: k8s.core.v1.Service;
}

const TIMEOUT_SECONDS = toDeploymentTimeoutSeconds({
  replicas: 1,
  progressDeadlineSeconds: PROMETHEUS_PROGRESS_DEADLINE_SECONDS,
  terminationGracePeriodSeconds: PROMETHEUS_GRACE_PERIOD_SECONDS,
});

const STARTUP_FAILURE_THRESHOLD = toStartupFailureThreshold(
  PROMETHEUS_PROGRESS_DEADLINE_SECONDS,
  STARTUP_PROBE_PERIOD_SECONDS,
);

/**
 * Makes the installed Prometheus. It has no PodDisruptionBudget: of one pod, that would either say
 * nothing, or keep its node from ever being emptied.
 */
export function createOwnPrometheus(
  facts: OwnPrometheusFacts,
  child: OwnPrometheusOptions,
): OwnPrometheus {
  const { component, logicalNames, namespace, spec } = facts;
  const { alerts, prometheus } = spec;
  const podLabels = toPrometheusLabels(component);
  const labels = { ...podLabels, ...toStackLabels(facts.owner) };
  const selectorLabels = toPrometheusSelectorLabels(component);
  const names = toOwnPrometheusNames(component, namespace, facts.owner.stack);
  const object = { name: names.namespaced, namespace, labels };
  const clusterObject = { name: names.clusterWide, labels };
  const serviceAccount = new k8s.core.v1.ServiceAccount(
    logicalNames.serviceAccount,
    buildServiceAccount({ ...object, annotations: {} }),
    child,
  );
  const clusterRole = new k8s.rbac.v1.ClusterRole(
    logicalNames.clusterRole,
    buildPrometheusClusterRole(clusterObject),
    child,
  );
  const clusterRoleBinding = new k8s.rbac.v1.ClusterRoleBinding(
    logicalNames.clusterRoleBinding,
    buildClusterRoleBinding({
      ...clusterObject,
      roleName: clusterRole.metadata.name,
      serviceAccount: { name: serviceAccount.metadata.name, namespace },
    }),
    child,
  );
  const configMap = new k8s.core.v1.ConfigMap(
    logicalNames.configMap,
    buildPrometheusConfigMap({ namespace, labels, files: toFiles(facts) }),
    child,
  );
  const persistentVolumeClaim =
    prometheus.storage &&
    new k8s.core.v1.PersistentVolumeClaim(
      logicalNames.persistentVolumeClaim,
      buildPrometheusVolumeClaim({ namespace, labels, storage: prometheus.storage }),
      child,
    );
  const networkPolicy = new k8s.networking.v1.NetworkPolicy(
    logicalNames.networkPolicy,
    buildPrometheusNetworkPolicy({
      ...object,
      selectorLabels,
      adapterLabels:
        spec.scaling.backend === ScalingBackend.PrometheusAdapter
          ? toAdapterSelectorLabels(logicalNames.prometheusAdapter)
          : undefined,
      kedaNamespace: toKedaNamespace(spec),
      allowFrom: prometheus.allowFrom,
      allowTo: prometheus.allowTo,
      alertmanager:
        alerts.alertmanagerUrl === undefined ? undefined : { peer: alerts.alertmanager },
    }),
    child,
  );
  const deployment = new k8s.apps.v1.Deployment(
    logicalNames.deployment,
    buildPrometheusDeployment({
      ...object,
      selectorLabels,
      podLabels,
      serviceAccountName: serviceAccount.metadata.name,
      configMapName: configMap.metadata.name,
      volumeClaimName: persistentVolumeClaim?.metadata.name,
      image: prometheus.image,
      resources: prometheus.resources,
      runAsUser: PROMETHEUS_USER,
      progressDeadlineSeconds: PROMETHEUS_PROGRESS_DEADLINE_SECONDS,
      startupFailureThreshold: STARTUP_FAILURE_THRESHOLD,
      timeoutSeconds: String(TIMEOUT_SECONDS),
    }),
    { ...child, dependsOn: [...child.dependsOn, clusterRoleBinding, networkPolicy] },
  );
  const service = new k8s.core.v1.Service(
    logicalNames.service,
    buildPrometheusService({ ...object, selectorLabels }),
    child,
  );
  return {
    serviceAccount,
    clusterRole,
    clusterRoleBinding,
    configMap,
    persistentVolumeClaim,
    networkPolicy,
    deployment,
    service,
    // The Deployment is made once its pod is ready, so this is the moment at which somebody answers.
    url: pulumi
      .all([service.metadata.name, namespace, deployment.metadata.name])
      .apply(([host, known]) => toPrometheusUrl(host, known)),
    pods: { namespace, podLabels: selectorLabels },
  };
}

/** JSON is YAML, which Prometheus reads. */
function toFiles({
  ruleGroups,
  spec: { alerts, prometheus, ...spec },
}: OwnPrometheusFacts): Record<string, pulumi.Input<string>> {
  const config = joinInput({
    scrapeIntervalSeconds: prometheus.scrapeIntervalSeconds,
    retentionHours: prometheus.retentionHours,
    hasVolume: prometheus.storage !== undefined,
    hasRules: ruleGroups !== undefined,
    alertmanagerUrl: alerts.alertmanagerUrl,
    kedaNamespace: toKedaNamespace(spec),
  }) as pulumi.Input<PrometheusConfigFacts>;
  return {
    [PROMETHEUS_FILES.config]: mapInput(config, (known) => toText(buildPrometheusConfig(known))),
    ...(ruleGroups === undefined
      ? {}
      : { [PROMETHEUS_FILES.rules]: toText({ groups: ruleGroups }) }),
  };
}

function toKedaNamespace({
  scaling,
}: Pick<AgentPlatformSpec, "scaling">): pulumi.Input<string> | undefined {
  return scaling.backend === ScalingBackend.Keda ? scaling.kedaNamespace : undefined;
}

function toText(content: object): string {
  return `${JSON.stringify(content, null, 2)}\n`;
}
