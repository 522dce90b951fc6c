/** What is known of a cluster. What may not be read with somebody's rights is undefined. */
export interface ClusterFacts {
  kubernetes: KubernetesFacts;
  /** The APIs that others serve for the API server. */
  apiServices: readonly ServedApi[] | undefined;
  /** The resources in the custom metrics API. Undefined where it does not answer. */
  customMetrics: readonly string[] | undefined;
  /** The kinds that Berth makes objects of, where they are there. */
  kinds: Readonly<Record<OptionalKind, boolean>>;
  /** The Prometheus objects of the Prometheus Operator. */
  prometheuses: readonly PrometheusObject[] | undefined;
}

/** Which Kubernetes it is. */
export interface KubernetesFacts {
  /** As it says itself, such as `v1.35.4`. */
  version: string;
  minor: number | undefined;
}

/** Kinds that a cluster has only where something is installed. */
export type OptionalKind = "HTTPRoute" | "PodMonitor" | "PrometheusRule" | "ScaledObject";

/** An API that a Service of the cluster serves. */
export interface ServedApi {
  /** The name of its APIService, such as `v1beta1.custom.metrics.k8s.io`. */
  name: string;
  group: string;
  service: { namespace: string; name: string };
  isAvailable: boolean;
  /** Why not, in the words of the API server. */
  message: string | undefined;
  /** What the label `app.kubernetes.io/managed-by` says. */
  managedBy: string | undefined;
  /** Who set its fields, as the API server knows it. */
  fieldManager: string | undefined;
  /** The release of Helm that it belongs to. */
  release: { namespace: string; name: string } | undefined;
}

/** A Prometheus of the Prometheus Operator. */
export interface PrometheusObject {
  namespace: string;
  name: string;
  /** What its paths begin with. */
  routePrefix: string;
  podMonitors: ObjectSelection;
  rules: ObjectSelection;
}

/**
 * What a label must meet
 * (https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#set-based-requirement).
 */
export interface LabelRequirement {
  key: string;
  /** In, NotIn, Exists or DoesNotExist. */
  operator: string;
  values: readonly string[];
}

/** Which objects a Prometheus takes. */
export interface ObjectSelection {
  /** What their labels must meet, all of it. Undefined takes no object. */
  requirements: readonly LabelRequirement[] | undefined;
  /** Whether it takes those of its own namespace only. */
  ownNamespaceOnly: boolean;
}
