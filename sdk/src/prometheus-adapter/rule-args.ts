import type * as pulumi from "@pulumi/pulumi";

/**
 * How the adapter makes a metric of the API out of time series
 * (https://github.com/kubernetes-sigs/prometheus-adapter/blob/v0.12.0/docs/config.md). A rule whose
 * `seriesQuery` fails takes all metrics with it.
 */
export interface PrometheusAdapterRuleArgs {
  /** Selects the time series, such as `http_requests_total{namespace!="",pod!=""}`. */
  seriesQuery: pulumi.Input<string>;
  /** Which of their labels name objects. */
  resources?: PrometheusAdapterRuleResourcesArgs;
  /** What the metric is called in the API. Defaults to the name of the time series. */
  name?: PrometheusAdapterRuleNameArgs;
  /**
   * The query for the values, in PromQL with `<<.Series>>`, `<<.LabelMatchers>>` and `<<.GroupBy>>`. What
   * is not a number counts as 0 unless the query drops it.
   */
  metricsQuery: pulumi.Input<string>;
}

/**
 * Which labels name objects
 * (https://github.com/kubernetes-sigs/prometheus-adapter/blob/v0.12.0/docs/config.md#association).
 */
export interface PrometheusAdapterRuleResourcesArgs {
  /** The labels of all kinds of objects, such as `kube_<<.Group>>_<<.Resource>>`. */
  template?: pulumi.Input<string>;
  /** The kinds of objects by their labels. */
  overrides?: Record<string, PrometheusAdapterRuleResourceArgs>;
  /** Whether a metric of no object is of the namespace that asks for it. Defaults to true. */
  namespaced?: boolean;
}

/**
 * A kind of objects (https://kubernetes.io/docs/reference/using-api/api-concepts/#standard-api-terminology).
 */
export interface PrometheusAdapterRuleResourceArgs {
  /** Its group, such as `apps`. Defaults to that of the core. */
  group?: pulumi.Input<string>;
  /** The resource, such as `pod`. */
  resource: pulumi.Input<string>;
}

/**
 * What a metric is called
 * (https://github.com/kubernetes-sigs/prometheus-adapter/blob/v0.12.0/docs/config.md#naming).
 */
export interface PrometheusAdapterRuleNameArgs {
  /** A regular expression that the name of a time series must match. Defaults to any name. */
  matches?: pulumi.Input<string>;
  /** The name in the API, with `$1` for the first group. Defaults to that group, or to the whole. */
  as?: pulumi.Input<string>;
}
