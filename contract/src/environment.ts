/**
 * The names of the environment variables that the deployer sets on the containers of a pod and the
 * runtime reads there.
 */
export const ENVIRONMENT = {
  /** The path of the mounted agent card. */
  cardFile: "A2A_CARD_FILE",
  /** The path of the card that callers get who have shown who they are. */
  extendedCardFile: "A2A_EXTENDED_CARD_FILE",
  /** The path of the private key that cards are signed with. */
  cardSigningKeyFile: "A2A_CARD_SIGNING_KEY_FILE",
  /** The port on which the process listens for A2A. */
  port: "A2A_PORT",
  /** The agents this one may call, as a JSON list of `{ name, url }`, with `tokenFile` where they ask who calls. */
  peers: "A2A_PEERS",
  /** The namespaces whose agents this one finds, with commas between them; `*` for all of the cluster. */
  discoveryNamespaces: "A2A_DISCOVERY_NAMESPACES",
  /** The root URL at which the agent listens when the runtime runs in front of it. */
  upstreamUrl: "A2A_UPSTREAM_URL",
  /** The path of the card that the agent behind the runtime serves, where it is not a usual one. */
  upstreamCardPath: "A2A_UPSTREAM_CARD_PATH",
  /** The path at which the agent behind the runtime takes JSON-RPC, where its card does not say it. */
  upstreamRpcPath: "A2A_UPSTREAM_RPC_PATH",
  /** The DNS name that resolves to every replica of the agent. */
  siblingsHost: "A2A_SIBLINGS_HOST",
  /** Where tasks are kept so that they outlive their pod. */
  storeUrl: "A2A_STORE_URL",
  /** How callers are authenticated, as JSON. */
  auth: "A2A_AUTH",
  /** The hosts whose forwarding headers are believed. */
  forwardedHosts: "A2A_FORWARDED_HOSTS",
  /**
   * The hosts and addresses inside the network that push notifications may be sent to, with commas
   * between them.
   */
  webhookAllowlist: "A2A_WEBHOOK_ALLOWLIST",
  /** `off` ends the process at once instead of draining it: for tests that show why it drains. */
  drain: "A2A_DRAIN",
  /** Seconds in which a process that was told to go still accepts new tasks. */
  acceptWindowSeconds: "A2A_ACCEPT_WINDOW_SECONDS",
  /** Seconds a drain waits for running tasks at most. */
  maxTaskSeconds: "A2A_MAX_TASK_SECONDS",
  /** How many tasks one pod works on at a time. */
  maxConcurrentTasks: "A2A_MAX_CONCURRENT_TASKS",
  /** How many tasks wait in one pod while it works on as many as it may. */
  maxQueuedTasks: "A2A_MAX_QUEUED_TASKS",
  /** The size in bytes above which a request is refused. */
  maxBodyBytes: "A2A_MAX_BODY_BYTES",
  /** The older protocol versions that are spoken besides the current one. */
  compatibility: "A2A_COMPAT",
  /** The least severe lines that are logged: `debug`, `info`, `warn` or `error`. */
  logLevel: "A2A_LOG_LEVEL",
  /** `on` has the pod tell the cluster how much it works on, so that the idlest pods are removed first. */
  podDeletionCost: "A2A_POD_DELETION_COST",
  /** The name of the pod. */
  podName: "POD_NAME",
  /** The namespace of the pod. */
  podNamespace: "POD_NAMESPACE",
  /** The address of the pod. */
  podIp: "POD_IP",
  /** The name on the agent card. */
  agentName: "AGENT_NAME",
  /** The description on the agent card. */
  agentDescription: "AGENT_DESCRIPTION",
  /** The version on the agent card. */
  agentVersion: "AGENT_VERSION",
  /** The skills on the agent card, as JSON. */
  agentSkills: "AGENT_SKILLS",
  /** Where the agent is reached, for the interfaces on its card. */
  agentUrl: "AGENT_URL",
} as const;
