import { A2A_PROTOCOL, LABELS, METRICS_PATH_ANNOTATION, PORT_NAMES } from "@berth/contract";
import { toScrapeInterval, toScrapeTimeout } from "../pod-monitor.js";

/** A part of the configuration of Prometheus that tells it what to look at. */
export type ScrapeJob = Record<string, unknown> & { job_name: string };

/** The job that looks at agents. */
const AGENTS_JOB = "berth-agents";

/**
 * Samples that a pod may have: many times those of an agent, and few enough that one which makes a
 * time series of each task does not take Prometheus down with it.
 */
const MAX_SAMPLES_OF_POD = 10_000;

/** The same for the text that they are in. */
const MAX_BODY_OF_POD = "10MB";

/** How often the API server is looked at: it has a lot to tell, of which little is kept. */
const API_SERVER_INTERVAL_SECONDS = 60;

/** The metric by which an API server tells that it cannot reach one that it stands for. */
const UNAVAILABLE_API_METRIC = "aggregator_unavailable_apiservice";

/** The Pods of KEDA that ask Prometheus, in every way that KEDA is installed. */
export const KEDA_OPERATOR_LABELS = { app: "keda-operator" };

/** Where they have their metrics. */
export const KEDA_METRICS_PORT = 8080;

const DROP_ENDED_PODS = {
  source_labels: ["__meta_kubernetes_pod_phase"],
  regex: "Succeeded|Failed",
  action: "drop",
};

const SERVICE_ACCOUNT_FOLDER = "/var/run/secrets/kubernetes.io/serviceaccount";

/**
 * Looks at every pod of the cluster that speaks A2A and has a port for metrics, as long as it runs:
 * also at one that is not ready yet or no more, for its tasks count.
 *
 * The labels `namespace` and `pod` are what scalers find a pod by, and `agent` is what alerts are
 * about. No pod can claim to be another one: where its samples have such labels, these stand.
 */
export function buildAgentsJob(scrapeIntervalSeconds: number): ScrapeJob {
  return {
    job_name: AGENTS_JOB,
    scrape_interval: toScrapeInterval(scrapeIntervalSeconds),
    scrape_timeout: toScrapeTimeout(scrapeIntervalSeconds),
    // An image of your own may not say what it answers with.
    fallback_scrape_protocol: "PrometheusText0.0.4",
    sample_limit: MAX_SAMPLES_OF_POD,
    body_size_limit: MAX_BODY_OF_POD,
    kubernetes_sd_configs: [
      {
        role: "pod",
        // The API server selects: Prometheus does not keep the other pods of the cluster in memory.
        selectors: [{ role: "pod", label: `${LABELS.protocol}=${A2A_PROTOCOL}` }],
      },
    ],
    relabel_configs: [
      {
        source_labels: ["__meta_kubernetes_pod_container_port_name"],
        regex: PORT_NAMES.metrics,
        action: "keep",
      },
      DROP_ENDED_PODS,
      {
        source_labels: [toMetaLabel("annotation", METRICS_PATH_ANNOTATION)],
        regex: "(.+)",
        target_label: "__metrics_path__",
      },
      { source_labels: ["__meta_kubernetes_namespace"], target_label: "namespace" },
      { source_labels: ["__meta_kubernetes_pod_name"], target_label: "pod" },
      { source_labels: [toMetaLabel("label", LABELS.name)], target_label: "agent" },
    ],
  };
}

/**
 * Asks the API server whether it reaches the APIs that others serve, such as that of the metrics. Of
 * several API servers one answers, and each of them knows.
 */
export function buildApiServerJob(): ScrapeJob {
  return {
    job_name: "kubernetes-apiserver",
    scheme: "https",
    scrape_interval: toScrapeInterval(API_SERVER_INTERVAL_SECONDS),
    scrape_timeout: toScrapeTimeout(API_SERVER_INTERVAL_SECONDS),
    authorization: { credentials_file: `${SERVICE_ACCOUNT_FOLDER}/token` },
    tls_config: { ca_file: `${SERVICE_ACCOUNT_FOLDER}/ca.crt` },
    static_configs: [{ targets: ["kubernetes.default.svc:443"] }],
    metric_relabel_configs: [
      { source_labels: ["__name__"], regex: UNAVAILABLE_API_METRIC, action: "keep" },
    ],
  };
}

/**
 * Looks at KEDA, which tells when it cannot ask Prometheus or has no answer. The namespace that it tells
 * is that of the ScaledObject, so its own is no label here.
 */
export function buildKedaJob(kedaNamespace: string, scrapeIntervalSeconds: number): ScrapeJob {
  const [label, value] = Object.entries(KEDA_OPERATOR_LABELS).flat();
  return {
    job_name: "keda-operator",
    scrape_interval: toScrapeInterval(scrapeIntervalSeconds),
    scrape_timeout: toScrapeTimeout(scrapeIntervalSeconds),
    kubernetes_sd_configs: [
      {
        role: "pod",
        namespaces: { names: [kedaNamespace] },
        selectors: [{ role: "pod", label: `${label}=${value}` }],
      },
    ],
    relabel_configs: [
      DROP_ENDED_PODS,
      // Its chart names the port only where that is asked for. Of several targets alike one stays.
      {
        source_labels: ["__meta_kubernetes_pod_ip"],
        regex: "([\\d.]+)",
        target_label: "__address__",
        replacement: `$1:${KEDA_METRICS_PORT}`,
      },
      {
        source_labels: ["__meta_kubernetes_pod_ip"],
        regex: "(.*:.*)",
        target_label: "__address__",
        replacement: `[$1]:${KEDA_METRICS_PORT}`,
      },
    ],
    metric_relabel_configs: [{ source_labels: ["__name__"], regex: "keda_.+", action: "keep" }],
  };
}

/** What Prometheus calls a label or an annotation of a pod. */
function toMetaLabel(kind: "annotation" | "label", key: string): string {
  return `__meta_kubernetes_pod_${kind}_${key.replaceAll(/\W/g, "_")}`;
}
