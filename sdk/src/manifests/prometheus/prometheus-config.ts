import { toScrapeInterval } from "../pod-monitor.js";
import { buildAgentsJob, buildApiServerJob, buildKedaJob, type ScrapeJob } from "./scrape-jobs.js";

/** What the configuration of Prometheus is built from. All of it is known: it is a text. */
export interface PrometheusConfigFacts {
  scrapeIntervalSeconds: number;
  retentionHours: number;
  /** Whether samples are on a volume of their own, and not on the disk of a node. */
  hasVolume: boolean;
  /** Whether there is a file of rules. */
  hasRules: boolean;
  /** Undefined tells nobody of alerts. */
  alertmanagerUrl: string | undefined;
  /** Undefined where KEDA does not scale. */
  kedaNamespace: string | undefined;
}

/** The configuration of Prometheus: https://prometheus.io/docs/prometheus/latest/configuration/configuration/ */
export interface PrometheusConfig {
  global: Record<string, unknown>;
  storage: { tsdb: { retention: Record<string, unknown> } };
  rule_files?: string[];
  alerting?: { alertmanagers: Record<string, unknown>[] };
  scrape_configs: ScrapeJob[];
}

/** The names of the two files, which are in one folder. */
export const PROMETHEUS_FILES = { config: "prometheus.yml", rules: "rules.yml" } as const;

/** What a pod may keep on the disk of its node. One that keeps more is evicted. */
export const NODE_DISK_SIZE = "2Gi";

/** What samples may take of that: the rest is for what is being written. */
const NODE_DISK_RETENTION = "1500MB";

/** What samples may take of a volume, in percent. */
const VOLUME_RETENTION_PERCENT = 80;

/** Builds the configuration of a Prometheus that looks at agents. */
export function buildPrometheusConfig(facts: PrometheusConfigFacts): PrometheusConfig {
  const { alertmanagerUrl, kedaNamespace, scrapeIntervalSeconds } = facts;
  const interval = toScrapeInterval(scrapeIntervalSeconds);
  return {
    global: { scrape_interval: interval, evaluation_interval: interval },
    storage: {
      tsdb: {
        retention: {
          time: `${facts.retentionHours}h`,
          ...(facts.hasVolume
            ? { percentage: VOLUME_RETENTION_PERCENT }
            : { size: NODE_DISK_RETENTION }),
        },
      },
    },
    ...(facts.hasRules ? { rule_files: [PROMETHEUS_FILES.rules] } : {}),
    ...(alertmanagerUrl === undefined
      ? {}
      : { alerting: { alertmanagers: [toAlertmanager(alertmanagerUrl)] } }),
    scrape_configs: [
      buildAgentsJob(scrapeIntervalSeconds),
      buildApiServerJob(),
      ...(kedaNamespace === undefined ? [] : [buildKedaJob(kedaNamespace, scrapeIntervalSeconds)]),
    ],
  };
}

/** A URL in the parts that Prometheus takes. */
function toAlertmanager(alertmanagerUrl: string): Record<string, unknown> {
  const { host, pathname, protocol } = new URL(alertmanagerUrl);
  return {
    scheme: protocol.slice(0, -1),
    ...(pathname === "/" ? {} : { path_prefix: pathname }),
    static_configs: [{ targets: [host] }],
  };
}
