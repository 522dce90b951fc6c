import { type AgentArgs, type AgentPlatformArgs, ScalingBackend } from "@berth/berth";
import { busyboxImage } from "../cluster-access.ts";
import type { WantedAgent } from "./scaling-stack.ts";

/** The least pods of the agents under test, and the most. */
export const MIN_REPLICAS = 2;
const MAX_REPLICAS = 10;

/** The tasks of a pod on average, of agents that work. */
export const TARGET_ACTIVE_TASKS = 10;

/**
 * Tasks a second that need 5 pods of the target on average, 42 tasks. A scaler counts the most tasks that
 * each pod had within a minute: with a spread of a few tasks for each pod that is 50 to 60.
 */
export const FULL_PACE = 1.3;

const CARD: AgentArgs["card"] = {
  description: "Works",
  version: "1.0.0",
  skills: [{ id: "work", name: "Work", description: "Works for a while", tags: ["test"] }],
};

/** The scalers of Berth's that ask Prometheus. */
export const BACKENDS = [ScalingBackend.PrometheusAdapter, ScalingBackend.Keda] as const;

/** The name of the agent with a backend. */
export function toAgentName(backend: ScalingBackend): string {
  return backend === ScalingBackend.Keda ? "keda" : "adapter";
}

/** A platform with a Prometheus and an adapter of its own, which KEDA may ask too. */
export const PLATFORM: AgentPlatformArgs = {
  prometheus: {
    install: true,
    scrapeIntervalSeconds: 5,
    allowFrom: [{ namespace: "keda", podLabels: { app: "keda-operator" } }],
  },
  scaling: { adapter: { relistIntervalSeconds: 10 } },
};

/** The scaler of an agent under test. The platform under test has an adapter, so it is none for KEDA's agents. */
function toScaling(
  backend: ScalingBackend,
  scaling: AgentArgs["scaling"],
): Pick<WantedAgent, "asksByItself" | "scaling"> {
  const isKeda = backend === ScalingBackend.Keda;
  return {
    scaling: { backend, minReplicas: MIN_REPLICAS, maxReplicas: MAX_REPLICAS, ...scaling },
    ...(isKeda ? { asksByItself: true } : {}),
  };
}

/** An agent that works, whose scaler looks back at seconds only. */
export function toWorkingAgent(image: string, backend: ScalingBackend): WantedAgent {
  const steps = { pods: MAX_REPLICAS, periodSeconds: 15 };
  return {
    image,
    card: CARD,
    resources: { requests: { cpu: "10m", memory: "64Mi" }, limits: { cpu: "1", memory: "256Mi" } },
    runtime: { mode: "Embedded" },
    ...toScaling(backend, {
      targetActiveTasks: TARGET_ACTIVE_TASKS,
      scaleUp: { ...steps, stabilizationWindowSeconds: 0 },
      scaleDown: { ...steps, stabilizationWindowSeconds: 30 },
    }),
  };
}

/** One such agent for each backend, by its name. */
export function toWorkingAgents(image: string): Record<string, WantedAgent> {
  return Object.fromEntries(
    BACKENDS.map((backend) => [toAgentName(backend), toWorkingAgent(image, backend)]),
  );
}

/** The port of the metrics of an agent that does nothing but tell some. */
const METRICS_PORT = 9464;

/** The file that it serves there. */
export const METRICS_FILE = "/tmp/metrics/metrics";

/** The tasks that each of its pods tells of, and the target: as many pods as there are are right. */
export const TOLD_TASKS = 5;

const SERVE = [
  "mkdir -p /tmp/card/.well-known /tmp/metrics",
  "echo '{}' > /tmp/card/.well-known/agent-card.json",
  `echo 'a2a_active_tasks ${TOLD_TASKS}' > ${METRICS_FILE}`,
  "trap 'exit 0' TERM",
  `httpd -f -p ${METRICS_PORT} -h /tmp/metrics & httpd -f -p 8000 -h /tmp/card & wait`,
];

/** An agent whose pods tell what is in a file of theirs, and whose scaler does not look back at all. */
export function toTellingAgent(backend: ScalingBackend, minReplicas: number): WantedAgent {
  const steps = { pods: MAX_REPLICAS, periodSeconds: 15, stabilizationWindowSeconds: 0 };
  const command = ["sh", "-c", SERVE.join("; ")];
  return {
    image: busyboxImage,
    card: CARD,
    resources: { requests: { cpu: "10m", memory: "16Mi" }, limits: { cpu: "1", memory: "64Mi" } },
    runtime: { mode: "None" },
    monitoring: { port: METRICS_PORT },
    overrides: {
      deployment: { spec: { template: { spec: { containers: [{ name: "agent", command }] } } } },
    },
    ...toScaling(backend, {
      minReplicas,
      targetActiveTasks: TOLD_TASKS,
      scaleUp: steps,
      scaleDown: steps,
    }),
  };
}
