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
} from "./peer.js";
export type { AgentServer, AgentServerAddresses, AgentServerOptions } from "./server-options.js";

// How a process goes away
export {
  createDrain,
  type Drain,
  type DrainClock,
  type DrainOptions,
  type DrainState,
  type WorkKind,
} from "./drain.js";
