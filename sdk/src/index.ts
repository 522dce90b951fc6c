// The components and what their args are made of. A name added here is public.

// An agent
export { Agent } from "./agent/agent.js";
export {
  type AgentArgs,
  type AgentDrainArgs,
  type AgentPeer,
  type AgentPeerArgs,
  type AgentResourceLimitsArgs,
  type AgentResourceRequestsArgs,
  type AgentResourcesArgs,
  type AgentRolloutArgs,
  type AgentRuntimeArgs,
  AgentRuntimeMode,
  type AgentSecretArgs,
} from "./agent/args.js";
export { type AgentCardArgs } from "./agent/card-args.js";
export {
  type AgentCapabilities,
  type AgentExtension,
  type AgentProvider,
  type AgentSecurityRequirement,
  type AgentSecurityScheme,
  type AgentSkill,
} from "@berth/contract";

// Where agents live
export { AgentNamespace } from "./agent-namespace/agent-namespace.js";
export { type AgentNamespaceArgs } from "./agent-namespace/args.js";
