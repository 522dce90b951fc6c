import { LABELS, PORT_NAMES } from "@berth/contract";
import type * as pulumi from "@pulumi/pulumi";
import type { AgentManifest } from "../agent/overrides-args.js";
import type { ObjectFacts } from "./object-facts.js";

/** What the PodMonitor of an agent is built from. */
export interface PodMonitorFacts extends ObjectFacts {
  selectorLabels: Record<string, string>;
  monitoring: PodMonitoringFacts;
  /** Made by `toScrapeInterval`. */
  interval: pulumi.Input<string>;
  /** Made by `toScrapeTimeout`. */
  scrapeTimeout: pulumi.Input<string>;
}

/** What a Prometheus is to find, and how it finds it. */
export interface PodMonitoringFacts {
  /** The labels by which a Prometheus selects the PodMonitor. */
  labels: Record<string, pulumi.Input<string>>;
  path: pulumi.Input<string>;
}

/** Where Prometheus has the label of a pod that says which agent it is, before it drops that. */
const NAME_META_LABEL = `__meta_kubernetes_pod_label_${LABELS.name.replaceAll(/\W/g, "_")}`;

/** The label of all samples that alerts and dashboards tell agents apart by. */
const AGENT_LABEL = "agent";

/** As long as Prometheus waits by default. It refuses to wait longer than the interval. */
const MAX_SCRAPE_TIMEOUT_SECONDS = 10;

/** Tells a Prometheus of the Operator which pods to look at: https://prometheus-operator.dev */
export function buildPodMonitor({
  name,
  namespace,
  labels,
  selectorLabels,
  monitoring,
  interval,
  scrapeTimeout,
}: PodMonitorFacts): AgentManifest {
  return {
    apiVersion: "monitoring.coreos.com/v1",
    kind: "PodMonitor",
    metadata: { name, namespace, labels: { ...monitoring.labels, ...labels } },
    spec: {
      selector: { matchLabels: selectorLabels },
      podTargetLabels: [LABELS.name],
      podMetricsEndpoints: [
        {
          port: PORT_NAMES.metrics,
          path: monitoring.path,
          interval,
          scrapeTimeout,
          filterRunning: true,
          honorLabels: false,
          relabelings: [{ sourceLabels: [NAME_META_LABEL], targetLabel: AGENT_LABEL }],
        },
      ],
    },
  };
}

/** The time from one look to the next, as Prometheus writes it. */
export function toScrapeInterval(intervalSeconds: number): string {
  return `${intervalSeconds}s`;
}

/** How long a look may take, as Prometheus writes it. */
export function toScrapeTimeout(intervalSeconds: number): string {
  return `${Math.min(intervalSeconds, MAX_SCRAPE_TIMEOUT_SECONDS)}s`;
}
