import { KEDA_TRIGGER_NAME } from "../manifests/scaled-object.js";
import { type Alert, AlertSeverity } from "./alert.js";
import { AlertSource } from "./alert-source.js";
import { asAgent, toGrowth } from "./expressions.js";
import { RECORDS } from "./recording-rules.js";
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
  const errors = kedaGrowth("keda_scaled_object_errors_total", "scaledObject");
  const asked = `keda_scaler_detail_errors_total{scaler="${KEDA_TRIGGER_NAME}"}`;
  return {
    name: "KedaScalerErrors",
    needs: [AlertSource.Keda],
    severity: AlertSeverity.Critical,
    expr: [
      `${errors} > 0`,
      // One whose credentials are not there has never asked: it is known by the pods of its agent.
      `and on (namespace, agent) (${placeKeda(asked, "scaledObject")} or ${RECORDS.pods})`,
      // An answer without a result counts as an error too, and KedaSourceEmpty tells of that.
      `unless on (namespace, agent) ${toEmptyAnswers()} >= ${errors}`,
    ].join("\n"),
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
    expr: `${toEmptyAnswers()} > 0`,
    forSeconds: pendingSeconds,
    summary: "Prometheus has no load of {{ $labels.agent }} for KEDA.",
    description:
      "The query of the ScaledObject {{ $labels.namespace }}/{{ $labels.agent }} has no result, so it keeps the pods " +
      "that it has. See whether Prometheus looks at the pods of the agent.",
  };
}

/** How often Prometheus answered KEDA about an agent, and had no result. */
function toEmptyAnswers(): string {
  const answers = `keda_scaler_empty_upstream_responses_total{triggerName="${KEDA_TRIGGER_NAME}"}`;
  return kedaGrowth(answers, "scaledResource");
}

function kedaGrowth(selector: string, label: string): string {
  const growth = toGrowth(selector, KEDA_WINDOW_SECONDS);
  return `sum by (namespace, agent) (${placeKeda(growth, label)})`;
}

/** KEDA names the namespace of an object as Prometheus names that of a pod: theirs may be renamed. */
function placeKeda(vector: string, label: string): string {
  const placed = `label_replace(${vector}, "namespace", "$1", "exported_namespace", "(.+)")`;
  return asAgent(placed, label);
}
