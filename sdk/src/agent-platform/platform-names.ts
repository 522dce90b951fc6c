import { SettingsError } from "@berth/contract";
import type * as pulumi from "@pulumi/pulumi";
import { mapInput } from "../input.js";
import { DNS_LABEL_RULE, isDnsLabel } from "../kubernetes-syntax.js";
import { PROMETHEUS_PORT } from "../manifests/prometheus/service.js";

/** What the objects of an installed Prometheus are called. */
export interface OwnPrometheusNames {
  /** Those in its namespace. */
  namespaced: string;
  /** Those of the cluster as a whole, which tell of the namespace and the stack. */
  clusterWide: pulumi.Input<string>;
}

/** The names of the objects of an installed Prometheus. */
export function toOwnPrometheusNames(
  component: string,
  namespace: pulumi.Input<string>,
  stack: string,
): OwnPrometheusNames {
  const suffix = "prometheus";
  return {
    namespaced: `${component}-${suffix}`,
    clusterWide: mapInput(namespace, (known) => `${known}.${component}.${stack}.${suffix}`),
  };
}

/** The name of the PrometheusRule of a platform. */
export function toPrometheusRuleName(component: string): string {
  return `${component}-agents`;
}

/**
 * The name of the namespace of a platform's own.
 *
 * @throws SettingsError when that cannot name a namespace.
 */
export function toPlatformNamespaceName(component: string, stack: string): string {
  const name = `${component}-${stack}`;
  if (!isDnsLabel(name)) {
    throw new SettingsError([
      {
        propertyPath: "namespace",
        reason:
          `'namespace' (${name}, from the component '${component}' and the stack '${stack}') ` +
          `${DNS_LABEL_RULE} Give a 'namespace'.`,
      },
    ]);
  }
  return name;
}

/** What the children of an AgentPlatform are called in Pulumi's state. */
export interface PlatformLogicalNames {
  namespace: string;
  serviceAccount: string;
  clusterRole: string;
  clusterRoleBinding: string;
  configMap: string;
  persistentVolumeClaim: string;
  networkPolicy: string;
  deployment: string;
  service: string;
  prometheusAdapter: string;
  prometheusRule: string;
}

/** The logical names of an AgentPlatform's children. */
export function toPlatformLogicalNames(component: string): PlatformLogicalNames {
  const prometheus = `${component}-prometheus`;
  return {
    namespace: `${component}-namespace`,
    serviceAccount: `${prometheus}-service-account`,
    clusterRole: `${prometheus}-cluster-role`,
    clusterRoleBinding: `${prometheus}-cluster-role-binding`,
    configMap: `${prometheus}-config`,
    persistentVolumeClaim: `${prometheus}-volume`,
    networkPolicy: `${prometheus}-network-policy`,
    deployment: `${prometheus}-deployment`,
    service: `${prometheus}-service`,
    prometheusAdapter: `${prometheus}-adapter`,
    prometheusRule: `${prometheus}-rule`,
  };
}

/** The URL of the installed Prometheus, for pods of the same cluster. */
export function toPrometheusUrl(service: string, namespace: string): string {
  return `http://${service}.${namespace}.svc:${PROMETHEUS_PORT}`;
}
