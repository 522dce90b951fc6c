// What runs inside the pod of an agent. A name added here is public.

// What an agent is written against
export type {
  AgentExecutor,
  AgentLog,
  AgentTask,
  AppendToArtifactOptions,
  LogFunction,
  TaskArtifact,
  TaskMessage,
  TaskPart,
  TaskState,
} from "./agent-task.js";
export type {
  PeerAnswer,
  PeerArtifact,
  PeerArtifactEvent,
  PeerCallOptions,
  PeerClient,
  PeerEvent,
  PeerMessage,
  PeerMessageEvent,
  Peers,
  PeerStatusEvent,
} from "./peers/peer.js";
export { PeerError, type PeerFailure, UnknownPeerError } from "./peers/peer-error.js";
export { TaskEndedError } from "./tasks/task-ended-error.js";

// The server
export { createAgentServer } from "./agent-server.js";
export { DEFAULT_MAX_BODY_BYTES, DEFAULT_PROCESS_ACCEPT_WINDOW_SECONDS } from "./config.js";
export { ListenError } from "./listen-error.js";
export { createAgentProxy } from "./proxy/agent-proxy.js";
export type { AgentProxyOptions } from "./proxy/proxy-options.js";
export type {
  AgentServer,
  AgentServerAddresses,
  AgentServerOptions,
  PortSettings,
} from "./server-options.js";

// Who else there is
export type {
  AgentMatch,
  AgentQuery,
  AgentRegistry,
  DiscoveredAgent,
  DiscoveredSkill,
  DiscoveryProblem,
} from "./discovery/agent-registry.js";
export { DISCOVERY_CARD } from "./discovery/discovery-card.js";
export {
  createDiscoveryExecutor,
  type DiscoveryAnswer,
  type DiscoveryExecutorOptions,
} from "./discovery/discovery-executor.js";
export type { ListedAgent } from "./discovery/listed-agent.js";
export {
  type ClusterRegistryOptions,
  createClusterRegistry,
  createStaticRegistry,
} from "./discovery/registries.js";
export { DEFAULT_CLUSTER_DOMAIN } from "./discovery/service-places.js";

// How a process goes away
export {
  createDrain,
  type Drain,
  type DrainClock,
  type DrainOptions,
  type DrainState,
  type WorkKind,
} from "./drain.js";
