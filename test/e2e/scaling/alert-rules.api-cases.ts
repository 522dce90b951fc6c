import type { AlertCase, InputSeries } from "./alert-rules.promtool.ts";
import { active, AGENT, toSeries } from "./alert-rules.samples.ts";

const CUSTOM = "v1beta2.custom.metrics.k8s.io";
const EXTERNAL = "v1beta1.external.metrics.k8s.io";

const unavailable = (name: string, values: string, instance = "a"): InputSeries => [
  toSeries("aggregator_unavailable_apiservice", { name, job: "kubernetes-apiserver", instance }),
  values,
];

const keda = (metric: string, labels: Record<string, string>, values: string): InputSeries => [
  toSeries(metric, { job: "keda-operator", instance: "10.0.0.7:8080", ...labels }),
  values,
];

const NAMESPACE = { namespace: AGENT.namespace };

/** What KEDA counts of a ScaledObject, whatever goes wrong. */
const objectErrors = (values: string, labels: Record<string, string> = NAMESPACE) =>
  keda("keda_scaled_object_errors_total", { scaledObject: AGENT.agent, ...labels }, values);

/** What it counts of one that asked, by the name of its trigger or else by the type of that. */
const askErrors = (values: string, scaler = "berth_load", labels = NAMESPACE) =>
  keda(
    "keda_scaler_detail_errors_total",
    {
      ...{ scaler, scaledObject: AGENT.agent, metric: "s0-prometheus" },
      ...{ triggerIndex: "0", type: "scaledobject", ...labels },
    },
    values,
  );

const errors = (values: string): InputSeries[] => [objectErrors(values), askErrors(values)];

/** KEDA asks a second time when it has no answer, and counts both. */
const empty = (values: string, triggerName = "berth_load") =>
  keda(
    "keda_scaler_empty_upstream_responses_total",
    {
      ...{ namespace: AGENT.namespace, scaledResource: AGENT.agent, triggerName },
      ...{ metricName: "s0-prometheus", resourceType: "ScaledObject", ignoreNullValues: "false" },
    },
    values,
  );

/** The APIs that scalers rest on, and KEDA. */
export const API_CASES: readonly AlertCase[] = [
  {
    alert: "MetricsApiDown",
    title: "two API servers do not reach the adapter",
    series: [unavailable(CUSTOM, "0x10 1x40"), unavailable(CUSTOM, "0x10 1x40", "b")],
    at: "9m",
    fires: [{ name: CUSTOM }],
  },
  {
    alert: "MetricsApiDown",
    title: "the adapter restarts",
    series: [unavailable(CUSTOM, "0x10 1x8 0x30")],
    at: "4m30s",
    fires: [],
  },
  {
    alert: "MetricsApiDown",
    title: "the APIs of others are down",
    series: [
      unavailable(CUSTOM, "0x50"),
      unavailable("v1beta1.metrics.k8s.io", "1x50"),
      unavailable(EXTERNAL, "1x50"),
    ],
    at: "9m",
    fires: [],
  },
  {
    alert: "KedaMetricsApiDown",
    title: "the API server does not reach KEDA",
    series: [unavailable(EXTERNAL, "0x10 1x40")],
    at: "9m",
    fires: [{ name: EXTERNAL }],
  },
  {
    alert: "KedaMetricsApiDown",
    title: "the API server reaches KEDA, and not the adapter",
    series: [unavailable(EXTERNAL, "0x50"), unavailable(CUSTOM, "1x50")],
    at: "9m",
    fires: [],
  },
  {
    alert: "KedaScalerErrors",
    title: "every request to Prometheus fails",
    series: errors("0+1x60"),
    at: "9m",
    fires: [AGENT],
  },
  {
    alert: "KedaScalerErrors",
    title: "the same, where a job renames the namespace",
    series: (() => {
      const renamed = { namespace: "keda", exported_namespace: AGENT.namespace };
      return [objectErrors("0+1x60", renamed), askErrors("0+1x60", undefined, renamed)];
    })(),
    at: "9m",
    fires: [AGENT],
  },
  {
    alert: "KedaScalerErrors",
    title: "KEDA does not find the credentials of an agent, whose pods are seen",
    series: [objectErrors("0+1x60"), active("a", "0x60")],
    at: "9m",
    fires: [AGENT],
  },
  {
    alert: "KedaScalerErrors",
    title: "most requests fail, and some have no result",
    series: [...errors("0+4x60"), empty("0+2x60")],
    at: "9m",
    fires: [AGENT],
  },
  {
    alert: "KedaScalerErrors",
    title: "one request fails",
    series: errors("0x20 1x40"),
    at: "7m",
    fires: [],
  },
  {
    alert: "KedaScalerErrors",
    title: "those for what is no agent fail",
    series: [objectErrors("0+1x60"), askErrors("0+1x60", "prometheusScaler")],
    at: "9m",
    fires: [],
  },
  {
    alert: "KedaScalerErrors",
    title: "no request has a result, which KedaSourceEmpty tells",
    series: [...errors("0x10 1+1x50"), empty("_x10 2+2x50")],
    at: "9m",
    fires: [],
  },
  {
    alert: "KedaSourceEmpty",
    title: "no query has a result",
    series: [...errors("0x10 1+1x50"), empty("_x10 2+2x50")],
    at: "9m",
    fires: [AGENT],
  },
  {
    alert: "KedaSourceEmpty",
    title: "the query had no result before the first pod",
    series: [empty("_x10 1+1x4 5x50")],
    at: "12m",
    fires: [],
  },
  {
    alert: "KedaSourceEmpty",
    title: "the query of another's ScaledObject has none",
    series: [empty("_x10 2+2x50", ""), empty("_x10 2+2x50", "requests")],
    at: "9m",
    fires: [],
  },
];
