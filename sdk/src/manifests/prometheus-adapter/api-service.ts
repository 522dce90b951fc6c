import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { ADAPTER_SERVICE_PORT } from "./service.js";

/** What the APIService of a group of metrics is built from. */
export interface ApiServiceFacts {
  group: string;
  version: string;
  /** The greatest one of a group is the version that clients take. */
  versionPriority: number;
  labels: Record<string, string>;
  serviceName: pulumi.Input<string>;
  serviceNamespace: pulumi.Input<string>;
  trust: ApiServiceTrust;
}

/** How the API server knows whom it asks. */
export interface ApiServiceTrust {
  /** The certificates of authorities as PEM, in Base64. Undefined where somebody else writes them. */
  caBundle: pulumi.Input<string> | undefined;
  /** The Certificate of cert-manager whose authority its CA injector writes. */
  injectCaFrom: pulumi.Input<string> | undefined;
  insecureSkipTlsVerify: boolean;
}

/** Metrics are asked for by their group: it does not matter which comes first. */
const GROUP_PRIORITY_MINIMUM = 100;

/** The name that an APIService must have: a cluster has one of each version of a group. */
function toApiServiceName(version: string, group: string): string {
  return `${version}.${group}`;
}

/**
 * Has the API server hand the requests for a group of metrics on. While it is there and nobody answers,
 * the cluster cannot tell what resources it has, and no namespace can be deleted.
 */
export function buildApiService({
  group,
  version,
  versionPriority,
  labels,
  serviceName,
  serviceNamespace,
  trust,
}: ApiServiceFacts): k8s.types.input.apiregistration.v1.APIService {
  const { caBundle, injectCaFrom, insecureSkipTlsVerify } = trust;
  return {
    apiVersion: "apiregistration.k8s.io/v1",
    kind: "APIService",
    metadata: {
      name: toApiServiceName(version, group),
      labels,
      ...(injectCaFrom === undefined
        ? {}
        : { annotations: { "cert-manager.io/inject-ca-from": injectCaFrom } }),
    },
    spec: {
      group,
      version,
      groupPriorityMinimum: GROUP_PRIORITY_MINIMUM,
      versionPriority,
      service: { name: serviceName, namespace: serviceNamespace, port: ADAPTER_SERVICE_PORT },
      ...(caBundle === undefined ? {} : { caBundle }),
      ...(insecureSkipTlsVerify ? { insecureSkipTLSVerify: true } : {}),
    },
  };
}
