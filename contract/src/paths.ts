/** Where the deployer mounts the agent card, and where the runtime looks for it. */
export const CARD_FILE_PATH = "/etc/a2a/card.json";

/** The HTTP paths that one side serves and the other asks for. */
export const HTTP_PATHS = {
  /** The agent card, on the A2A port (A2A 1.0, section 8.2). */
  card: "/.well-known/agent-card.json",
  /** Prometheus metrics, on the metrics port. */
  metrics: "/metrics",
  /** Answers as long as the process works, draining or not. On the admin port. */
  liveness: "/livez",
  /** Answers while the pod takes new tasks. On the admin port. */
  readiness: "/readyz",
  /** Begins the drain and answers when it is over. On the admin port. */
  drain: "/drain",
  /** Answers while the agent behind the sidecar takes connections. On the admin port. */
  upstream: "/upstreamz",
} as const;

/** Where the keys of callers are mounted, a file for each by the name of the caller. */
export const API_KEYS_PATH = "/var/run/a2a/keys";

/** Where the tokens are mounted by which an agent shows its peers who calls, a file for each by their name. */
export const PEER_TOKENS_PATH = "/var/run/a2a/tokens";
