import { describe, expect, it } from "vitest";
import {
  buildPodMonitor,
  toScrapeInterval,
  toScrapeTimeout,
} from "../../../sdk/src/manifests/pod-monitor.ts";
import { objectFacts, selectorLabels } from "./agent-facts.ts";

const facts = {
  ...objectFacts,
  selectorLabels,
  monitoring: { labels: { release: "prometheus" }, path: "/metrics" },
  interval: "15s",
  scrapeTimeout: "10s",
};

describe("buildPodMonitor", () => {
  it("builds a PodMonitor of the metrics port, which the Prometheus of its labels finds", () => {
    expect(buildPodMonitor(facts)).toEqual({
      apiVersion: "monitoring.coreos.com/v1",
      kind: "PodMonitor",
      metadata: { ...objectFacts, labels: { ...objectFacts.labels, release: "prometheus" } },
      spec: {
        selector: { matchLabels: selectorLabels },
        podTargetLabels: ["app.kubernetes.io/name"],
        podMetricsEndpoints: [
          {
            port: "metrics",
            path: "/metrics",
            interval: "15s",
            scrapeTimeout: "10s",
            filterRunning: true,
            honorLabels: false,
            relabelings: [
              {
                sourceLabels: ["__meta_kubernetes_pod_label_app_kubernetes_io_name"],
                targetLabel: "agent",
              },
            ],
          },
        ],
      },
    });
  });

  it("lets no given label say that it is another agent's", () => {
    const labels = { "app.kubernetes.io/name": "other" };
    const monitoring = { ...facts.monitoring, labels };
    expect(buildPodMonitor({ ...facts, monitoring }).metadata).toEqual(objectFacts);
  });
});

describe("toScrapeTimeout", () => {
  it("is never longer than the interval, which Prometheus would refuse", () => {
    expect([5, 10, 60].map(toScrapeInterval)).toEqual(["5s", "10s", "60s"]);
    expect([5, 10, 60].map(toScrapeTimeout)).toEqual(["5s", "10s", "10s"]);
  });
});
