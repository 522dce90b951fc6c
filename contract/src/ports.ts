/**
 * The names of the container ports. Services, probes and policies use them, and the numbers only where
 * the port is a sidecar's.
 */
export const PORT_NAMES = {
  /** The agent card, JSON-RPC, REST and streams. */
  a2a: "a2a",
  /** Prometheus metrics. */
  metrics: "metrics",
  /** Probes and drain: for the kubelet only. */
  admin: "admin",
  /** What the agent itself serves, behind a sidecar: for that alone. */
  agent: "agent",
} as const;

/** Where an agent listens unless it says otherwise. */
export const DEFAULT_AGENT_PORT = 8000;

/** Where the sidecar listens for A2A in front of the agent. */
export const SIDECAR_PORT = 8080;

/** Where the Service of every agent listens. */
export const SERVICE_PORT = 8000;

/** Where the runtime serves its metrics. */
export const METRICS_PORT = 9464;

/** Where the runtime serves probes and drain. */
export const ADMIN_PORT = 9465;
