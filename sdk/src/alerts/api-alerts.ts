import { type Alert, AlertSeverity } from "./alert.js";
import { AlertSource } from "./alert-source.js";
import { toGrowth } from "./expressions.js";
import type { AlertRulesSpec } from "./spec.js";

/** The APIs that HorizontalPodAutoscalers ask, as a regular expression in a string of PromQL. */
const CUSTOM_METRICS = "v1beta[12]\\\\.custom\\\\.metrics\\\\.k8s\\\\.io";
const EXTERNAL_METRICS = "v1beta1\\\\.external\\\\.metrics\\\\.k8s\\\\.io";

/** The window in which KEDA failed at least once. It asks every 15 s. */
const KEDA_WINDOW_SECONDS = 180;

/** The alerts about the APIs that scalers rest on. */
export function toApiAlerts(spec: AlertRulesSpec): Alert[] {
  return [
    toApiDown(spec, {
      name: "MetricsApiDown",
      needs: [AlertSource.ApiServer],
      apis: CUSTOM_METRICS,
      who: "agents with the backend PrometheusAdapter or ExistingApi",
      where: "its adapter",
    }),
    toApiDown(spec, {
      name: "KedaMetricsApiDown",
      needs: [AlertSource.ApiServer, AlertSource.Keda],
      apis: EXTERNAL_METRICS,
      who: "agents with the backend Keda",
      where: "KEDA's metrics server",
    }),
    toKedaErrors(spec),
    toKedaEmpty(spec),
  ];
}

interface ApiDown extends Pick<Alert, "name" | "needs"> {
  apis: string;
  /** Whom it concerns. */
  who: string;
  /** What serves it. */
  where: string;
}

function toApiDown(
  { pendingSeconds }: AlertRulesSpec,
  { apis, who, where, ...alert }: ApiDown,
): Alert {
  return {
    ...alert,
    severity: AlertSeverity.Critical,
    expr: `max by (name) (aggregator_unavailable_apiservice{name=~"${apis}"}) == 1`,
    forSeconds: pendingSeconds,
    summary: "The metrics API {{ $labels.name }} is down: nothing is scaled.",
    description:
      `The API server does not reach what serves {{ $labels.name }}, so ${who} keep the pods that they have. ` +
      "'kubectl get apiservice {{ $labels.name }} -o yaml' tells the Service and the reason. See whether the " +
      `pods of ${where} are ready, and whether a firewall or NetworkPolicy is in the way of the API server.`,
  };
}

function toKedaErrors({ pendingSeconds }: AlertRulesSpec): Alert {
  return {
    name: "KedaScalerErrors",
    needs: [AlertSource.Keda],
    severity: AlertSeverity.Critical,
    expr: `${kedaGrowth("keda_scaled_object_errors_total", "scaledObject")} > 0`,
    forSeconds: pendingSeconds,
    summary: "KEDA cannot tell the load of {{ $labels.agent }}.",
    description:
      "KEDA gets no load for the ScaledObject {{ $labels.namespace }}/{{ $labels.agent }}, which keeps the pods that " +
      "it has. The logs of KEDA's operator tell why: mostly Prometheus does not answer at " +
      "'scaling.keda.prometheusUrl', or refuses the credentials.",
  };
}

function toKedaEmpty({ pendingSeconds }: AlertRulesSpec): Alert {
  return {
    name: "KedaSourceEmpty",
    needs: [AlertSource.Keda],
    severity: AlertSeverity.Warning,
    expr: `${kedaGrowth("keda_scaler_empty_upstream_responses_total", "scaledResource")} > 0`,
    forSeconds: pendingSeconds,
    summary: "Prometheus has no load of {{ $labels.agent }} for KEDA.",
    description:
      "The query of the ScaledObject {{ $labels.namespace }}/{{ $labels.agent }} has no result, so it keeps the pods " +
      "that it has. See whether Prometheus looks at the pods of the agent.",
  };
}

/** KEDA names the namespace of an object as Prometheus names that of a pod: theirs may be renamed. */
function kedaGrowth(metric: string, label: string): string {
  const growth = toGrowth(metric, KEDA_WINDOW_SECONDS);
  const placed = `label_replace(${growth}, "namespace", "$1", "exported_namespace", "(.+)")`;
  const named = `label_replace(${placed}, "agent", "$1", "${label}", "(.+)")`;
  return `sum by (namespace, agent) (${named})`;
}
