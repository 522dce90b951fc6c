import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import {
  type ApiServiceTrust,
  buildApiService,
} from "../manifests/prometheus-adapter/api-service.js";
import { CUSTOM_METRICS_GROUP, EXTERNAL_METRICS_GROUP } from "./metrics-groups.js";
import type { AdapterLogicalNames } from "./names.js";

/** What the APIServices of an adapter are made from. */
export interface ApiServicesFacts {
  logicalNames: AdapterLogicalNames;
  labels: Record<string, string>;
  serviceName: pulumi.Input<string>;
  serviceNamespace: pulumi.Input<string>;
  trust: ApiServiceTrust;
  /** Whether it serves metrics of no object. */
  hasExternalMetrics: boolean;
}

/** The APIServices of an adapter. */
export interface ApiServices {
  customMetricsV1Beta2: k8s.apiregistration.v1.APIService;
  customMetricsV1Beta1: k8s.apiregistration.v1.APIService;
  externalMetrics: k8s.apiregistration.v1.APIService | undefined;
}

/** Scalers take the newer version of metrics of objects. Others still ask for the older one. */
const PRIORITIES = { newer: 200, older: 100 } as const;

/** Somebody else writes it. */
const INJECTED = ["spec.caBundle"];

/** Has the API server hand requests for metrics on to the adapter. */
export function createApiServices(
  { hasExternalMetrics, labels, logicalNames, trust, ...service }: ApiServicesFacts,
  options: pulumi.CustomResourceOptions,
): ApiServices {
  const create = (
    logicalName: string,
    group: string,
    version: string,
    versionPriority: number,
  ): k8s.apiregistration.v1.APIService =>
    new k8s.apiregistration.v1.APIService(
      logicalName,
      buildApiService({ group, version, versionPriority, labels, trust, ...service }),
      { ...options, ignoreChanges: trust.injectCaFrom === undefined ? [] : INJECTED },
    );
  const { newer, older } = PRIORITIES;
  return {
    customMetricsV1Beta2: create(
      logicalNames.customMetricsV1Beta2,
      CUSTOM_METRICS_GROUP,
      "v1beta2",
      newer,
    ),
    customMetricsV1Beta1: create(
      logicalNames.customMetricsV1Beta1,
      CUSTOM_METRICS_GROUP,
      "v1beta1",
      older,
    ),
    externalMetrics: hasExternalMetrics
      ? create(logicalNames.externalMetrics, EXTERNAL_METRICS_GROUP, "v1beta1", older)
      : undefined,
  };
}
