import {
  API_KEYS_PATH,
  CARD_FILE_PATH,
  ENVIRONMENT,
  HTTP_PATHS,
  METRICS,
  METRICS_PATH_ANNOTATION,
  PEER_TOKENS_PATH,
  POD_DELETION_COST,
  toCanCallLabel,
  toSelectorLabels,
  type MetricDefinition,
} from "@berth/contract";
import { describe, expect, it } from "vitest";

// Images, scalers and dashboards out there spell these names. A test that has to be edited here is
// a change that breaks them.

describe("environment names", () => {
  it("are those that images know", () => {
    expect(Object.values(ENVIRONMENT).sort()).toEqual([
      "A2A_ACCEPT_WINDOW_SECONDS",
      "A2A_AUTH",
      "A2A_CARD_FILE",
      "A2A_CARD_SIGNING_KEY_FILE",
      "A2A_COMPAT",
      "A2A_DISCOVERY_NAMESPACES",
      "A2A_DRAIN",
      "A2A_EXTENDED_CARD_FILE",
      "A2A_FORWARDED_HOSTS",
      "A2A_LOG_LEVEL",
      "A2A_MAX_BODY_BYTES",
      "A2A_MAX_CONCURRENT_TASKS",
      "A2A_MAX_QUEUED_TASKS",
      "A2A_MAX_TASK_SECONDS",
      "A2A_PEERS",
      "A2A_POD_DELETION_COST",
      "A2A_PORT",
      "A2A_SIBLINGS_HOST",
      "A2A_STORE_URL",
      "A2A_UPSTREAM_CARD_PATH",
      "A2A_UPSTREAM_RPC_PATH",
      "A2A_UPSTREAM_URL",
      "A2A_WEBHOOK_ALLOWLIST",
      "AGENT_DESCRIPTION",
      "AGENT_NAME",
      "AGENT_SKILLS",
      "AGENT_URL",
      "AGENT_VERSION",
      "POD_IP",
      "POD_NAME",
      "POD_NAMESPACE",
    ]);
  });
});

describe("paths", () => {
  it("are those that both sides know", () => {
    expect([CARD_FILE_PATH, ...Object.values(HTTP_PATHS)]).toEqual([
      "/etc/a2a/card.json",
      "/.well-known/agent-card.json",
      "/metrics",
      "/livez",
      "/readyz",
      "/drain",
      "/upstreamz",
    ]);
    expect([API_KEYS_PATH, PEER_TOKENS_PATH]).toEqual(["/var/run/a2a/keys", "/var/run/a2a/tokens"]);
  });
});

describe("metrics", () => {
  const all: MetricDefinition[] = Object.values(METRICS);

  it("are those that scalers, alerts and dashboards read, with their labels", () => {
    expect(all.map(({ name, labels }) => `${name}{${labels.join(",")}}`).sort()).toEqual([
      "a2a_active_tasks{}",
      "a2a_agent_info{name,version,card_hash,protocol_versions}",
      "a2a_drain_duration_seconds{}",
      "a2a_drain_tasks_total{outcome}",
      "a2a_draining{}",
      "a2a_peer_requests_total{peer,outcome}",
      "a2a_push_deliveries_total{outcome}",
      "a2a_queued_tasks{}",
      "a2a_request_duration_seconds{method,binding}",
      "a2a_requests_total{method,binding,protocol_version,outcome}",
      "a2a_saturation_ratio{}",
      "a2a_stream_events_total{type}",
      "a2a_streams_active{}",
      "a2a_task_capacity{}",
      "a2a_task_duration_seconds{state}",
      "a2a_task_queue_duration_seconds{}",
      "a2a_task_time_to_first_event_seconds{}",
      "a2a_tasks_total{state}",
    ]);
  });

  it("follow Prometheus: counters end in _total, histograms tell seconds", () => {
    for (const { name, type } of all) {
      expect(name.endsWith("_total"), name).toBe(type === "counter");
      expect(name.endsWith("_seconds"), name).toBe(type === "histogram");
    }
  });
});

describe("annotations", () => {
  it("are those that Kubernetes and the platform's Prometheus read", () => {
    expect(POD_DELETION_COST).toBe("controller.kubernetes.io/pod-deletion-cost");
    expect(METRICS_PATH_ANNOTATION).toBe("berth.dev/metrics-path");
  });
});

describe("labels", () => {
  it("select the pods of an agent by exactly two labels, since a selector cannot change", () => {
    expect(toSelectorLabels("research")).toEqual({
      "app.kubernetes.io/name": "research",
      "app.kubernetes.io/component": "agent",
    });
  });

  it("name the agent that may be called in the label of its callers", () => {
    expect(toCanCallLabel("data-analysis")).toBe("can-call.berth.dev/data-analysis");
  });
});
