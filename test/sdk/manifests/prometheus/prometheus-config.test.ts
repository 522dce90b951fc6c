import { describe, expect, it } from "vitest";
import {
  buildPrometheusConfig,
  type PrometheusConfigFacts,
} from "../../../../sdk/src/manifests/prometheus/prometheus-config.ts";
import {
  buildAgentsJob,
  buildApiServerJob,
  buildKedaJob,
} from "../../../../sdk/src/manifests/prometheus/scrape-jobs.ts";

const facts: PrometheusConfigFacts = {
  scrapeIntervalSeconds: 15,
  retentionHours: 24,
  hasVolume: false,
  hasRules: false,
  alertmanagerUrl: undefined,
  kedaNamespace: undefined,
};

const withAlertmanager = (alertmanagerUrl: string) =>
  buildPrometheusConfig({ ...facts, alertmanagerUrl }).alerting;

describe("buildPrometheusConfig", () => {
  it("looks at agents and the API server, and keeps less than the disk that the pod may use", () => {
    expect(buildPrometheusConfig(facts)).toStrictEqual({
      global: { scrape_interval: "15s", evaluation_interval: "15s" },
      storage: { tsdb: { retention: { time: "24h", size: "1500MB" } } },
      scrape_configs: [buildAgentsJob(15), buildApiServerJob()],
    });
  });

  it("has a file of rules and looks at KEDA where there are any, and leaves a part of a volume free", () => {
    const config = buildPrometheusConfig({
      ...facts,
      scrapeIntervalSeconds: 5,
      retentionHours: 48,
      hasVolume: true,
      hasRules: true,
      kedaNamespace: "keda",
    });
    expect(config).toStrictEqual({
      global: { scrape_interval: "5s", evaluation_interval: "5s" },
      storage: { tsdb: { retention: { time: "48h", percentage: 80 } } },
      rule_files: ["rules.yml"],
      scrape_configs: [buildAgentsJob(5), buildApiServerJob(), buildKedaJob("keda", 5)],
    });
  });

  it.each([
    [
      "http://alertmanager.monitoring.svc:9093",
      { scheme: "http", static_configs: [{ targets: ["alertmanager.monitoring.svc:9093"] }] },
    ],
    [
      "https://alerts.example.com/team/",
      {
        scheme: "https",
        path_prefix: "/team/",
        static_configs: [{ targets: ["alerts.example.com"] }],
      },
    ],
  ])("tells the Alertmanager at %s of alerts", (url, alertmanager) => {
    expect(withAlertmanager(url)).toStrictEqual({ alertmanagers: [alertmanager] });
  });
});
