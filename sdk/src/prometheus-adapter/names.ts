import { LABELS } from "@berth/contract";
import type * as pulumi from "@pulumi/pulumi";
import type { RenewalPeriod } from "../certificates/renewal-period.js";
import { mapInput } from "../input.js";
import { INSTANCE_LABEL, MANAGED_BY } from "../labels.js";

const ADAPTER = "prometheus-adapter";

/** What the objects of an adapter are called. Its ConfigMap and its Secrets get names of the provider. */
export interface AdapterNames {
  /** Of every other object in its namespace. */
  namespaced: string;
  podLister: pulumi.Input<string>;
  authDelegator: pulumi.Input<string>;
  authReader: pulumi.Input<string>;
  customMetricsReader: pulumi.Input<string>;
  externalMetricsReader: pulumi.Input<string>;
}

/** The names of an adapter's objects. Those that are not in its namespace tell of that and of the stack. */
export function toAdapterNames(
  component: string,
  namespace: pulumi.Input<string>,
  stack: string,
): AdapterNames {
  const toClusterName = (suffix: string) =>
    mapInput(namespace, (known) => `${known}.${component}.${stack}.${suffix}`);
  return {
    namespaced: component,
    podLister: toClusterName("pod-lister"),
    authDelegator: toClusterName("auth-delegator"),
    authReader: toClusterName("auth-reader"),
    customMetricsReader: toClusterName("custom-metrics-reader"),
    externalMetricsReader: toClusterName("external-metrics-reader"),
  };
}

/** What the children of a PrometheusAdapter are called in Pulumi's state. */
export interface AdapterLogicalNames {
  serviceAccount: string;
  podListerRole: string;
  podListerBinding: string;
  authDelegatorBinding: string;
  authReaderBinding: string;
  customMetricsReaderRole: string;
  customMetricsReaderBinding: string;
  externalMetricsReaderRole: string;
  externalMetricsReaderBinding: string;
  configMap: string;
  /** Another period is another Secret, so that two can be there at a time. */
  toCertificate: (period: RenewalPeriod) => string;
  networkPolicy: string;
  deployment: string;
  service: string;
  podDisruptionBudget: string;
  customMetricsV1Beta2: string;
  customMetricsV1Beta1: string;
  externalMetrics: string;
}

/** The logical names of a PrometheusAdapter's children. */
export function toAdapterLogicalNames(component: string): AdapterLogicalNames {
  return {
    serviceAccount: `${component}-service-account`,
    podListerRole: `${component}-pod-lister-role`,
    podListerBinding: `${component}-pod-lister-binding`,
    authDelegatorBinding: `${component}-auth-delegator-binding`,
    authReaderBinding: `${component}-auth-reader-binding`,
    customMetricsReaderRole: `${component}-custom-metrics-reader-role`,
    customMetricsReaderBinding: `${component}-custom-metrics-reader-binding`,
    externalMetricsReaderRole: `${component}-external-metrics-reader-role`,
    externalMetricsReaderBinding: `${component}-external-metrics-reader-binding`,
    configMap: `${component}-config`,
    toCertificate: (period: RenewalPeriod) => `${component}-certificate-${period}`,
    networkPolicy: `${component}-network-policy`,
    deployment: `${component}-deployment`,
    service: `${component}-service`,
    podDisruptionBudget: `${component}-pod-disruption-budget`,
    customMetricsV1Beta2: `${component}-custom-metrics-v1beta2`,
    customMetricsV1Beta1: `${component}-custom-metrics-v1beta1`,
    externalMetrics: `${component}-external-metrics-v1beta1`,
  };
}

/** The labels that select the pods of an adapter. They never change. */
export function toAdapterSelectorLabels(component: string): Record<string, string> {
  return { [LABELS.name]: ADAPTER, [INSTANCE_LABEL]: component };
}

/** The labels of every object of an adapter. */
export function toAdapterLabels(component: string): Record<string, string> {
  return { ...toAdapterSelectorLabels(component), [LABELS.managedBy]: MANAGED_BY };
}

/** The name in DNS by which the API server asks the adapter. */
export function toAdapterHost(service: string, namespace: string): string {
  return `${service}.${namespace}.svc`;
}
