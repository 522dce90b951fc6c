import { expect, it } from "vitest";
import {
  buildAgentsJob,
  buildApiServerJob,
  buildKedaJob,
} from "../../../../sdk/src/manifests/prometheus/scrape-jobs.ts";

it("looks at the port named 'metrics' of every running pod that speaks A2A, and labels what scalers find it by", () => {
  expect(buildAgentsJob(15)).toStrictEqual({
    job_name: "berth-agents",
    scrape_interval: "15s",
    scrape_timeout: "10s",
    fallback_scrape_protocol: "PrometheusText0.0.4",
    sample_limit: 10_000,
    body_size_limit: "10MB",
    kubernetes_sd_configs: [{ role: "pod", selectors: [{ role: "pod", label: "protocol=a2a" }] }],
    relabel_configs: [
      {
        source_labels: ["__meta_kubernetes_pod_container_port_name"],
        regex: "metrics",
        action: "keep",
      },
      {
        source_labels: ["__meta_kubernetes_pod_phase"],
        regex: "Succeeded|Failed",
        action: "drop",
      },
      {
        source_labels: ["__meta_kubernetes_pod_annotation_berth_dev_metrics_path"],
        regex: "(.+)",
        target_label: "__metrics_path__",
      },
      { source_labels: ["__meta_kubernetes_namespace"], target_label: "namespace" },
      { source_labels: ["__meta_kubernetes_pod_name"], target_label: "pod" },
      {
        source_labels: ["__meta_kubernetes_pod_label_app_kubernetes_io_name"],
        target_label: "agent",
      },
    ],
  });
});

it("waits no longer for an answer than until it asks again", () => {
  expect(buildAgentsJob(5)).toMatchObject({ scrape_interval: "5s", scrape_timeout: "5s" });
});

it("asks the API server by the token of the pod, seldom, and keeps one metric", () => {
  expect(buildApiServerJob()).toStrictEqual({
    job_name: "kubernetes-apiserver",
    scheme: "https",
    scrape_interval: "60s",
    scrape_timeout: "10s",
    authorization: { credentials_file: "/var/run/secrets/kubernetes.io/serviceaccount/token" },
    tls_config: { ca_file: "/var/run/secrets/kubernetes.io/serviceaccount/ca.crt" },
    static_configs: [{ targets: ["kubernetes.default.svc:443"] }],
    metric_relabel_configs: [
      {
        source_labels: ["__name__"],
        regex: "aggregator_unavailable_apiservice",
        action: "keep",
      },
    ],
  });
});

it("looks at the operator of KEDA by its address, for its port may have no name", () => {
  expect(buildKedaJob("scalers", 15)).toStrictEqual({
    job_name: "keda-operator",
    scrape_interval: "15s",
    scrape_timeout: "10s",
    kubernetes_sd_configs: [
      {
        role: "pod",
        namespaces: { names: ["scalers"] },
        selectors: [{ role: "pod", label: "app=keda-operator" }],
      },
    ],
    relabel_configs: [
      {
        source_labels: ["__meta_kubernetes_pod_phase"],
        regex: "Succeeded|Failed",
        action: "drop",
      },
      {
        source_labels: ["__meta_kubernetes_pod_ip"],
        regex: "([\\d.]+)",
        target_label: "__address__",
        replacement: "$1:8080",
      },
      {
        source_labels: ["__meta_kubernetes_pod_ip"],
        regex: "(.*:.*)",
        target_label: "__address__",
        replacement: "[$1]:8080",
      },
    ],
    metric_relabel_configs: [{ source_labels: ["__name__"], regex: "keda_.+", action: "keep" }],
  });
});
