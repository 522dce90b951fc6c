import { describe, expect, it } from "vitest";
import { buildPrometheus, buildPrometheusConfig } from "./prometheus-objects.ts";

const facts = {
  namespace: "platform",
  fleetNamespace: "fleet",
  workers: ["198.19.0.5:9464", "198.19.0.6:9464"],
  controllerManager: "198.18.0.11:10257",
};

describe("buildPrometheusConfig", () => {
  it("asks the worker that the name of a pod decides on, and says that it was the pod", () => {
    const { scrape_configs: jobs } = buildPrometheusConfig(facts) as {
      scrape_configs: { job_name: string }[];
    };
    expect(jobs.find(({ job_name: name }) => name === "fleet")).toEqual({
      job_name: "fleet",
      kubernetes_sd_configs: [{ role: "pod", namespaces: { names: ["fleet"] } }],
      relabel_configs: [
        {
          action: "keep",
          source_labels: ["__meta_kubernetes_pod_container_port_name"],
          regex: "metrics",
        },
        { source_labels: ["__meta_kubernetes_namespace"], target_label: "namespace" },
        { source_labels: ["__meta_kubernetes_pod_name"], target_label: "pod" },
        {
          source_labels: ["__meta_kubernetes_pod_label_app_kubernetes_io_name"],
          target_label: "agent",
        },
        { source_labels: ["__address__"], target_label: "instance" },
        {
          action: "hashmod",
          source_labels: ["__meta_kubernetes_pod_name"],
          modulus: 2,
          target_label: "__tmp_worker",
        },
        {
          source_labels: ["__tmp_worker"],
          regex: "0",
          target_label: "__address__",
          replacement: "198.19.0.5:9464",
        },
        {
          source_labels: ["__tmp_worker"],
          regex: "1",
          target_label: "__address__",
          replacement: "198.19.0.6:9464",
        },
      ],
    });
  });
});

describe("buildPrometheus", () => {
  it("gives another configuration another name, which the pod mounts", () => {
    const names = [facts, { ...facts, workers: ["198.19.0.7:9464"] }].map((some) => {
      const objects = buildPrometheus(some) as {
        kind: string;
        metadata: { name: string };
        spec: { template: { spec: { volumes: { configMap?: { name: string } }[] } } };
      }[];
      const map = objects.find(({ kind }) => kind === "ConfigMap")?.metadata.name;
      const pod = objects.find(({ kind }) => kind === "Deployment")?.spec.template.spec;
      expect(pod?.volumes[0]?.configMap?.name).toBe(map);
      return map;
    });
    expect(new Set(names).size).toBe(2);
  });
});
