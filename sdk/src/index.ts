// The components and what their args are made of. A name added here is public.

// An agent
export { Agent } from "./agent/agent.js";
export {
  type AgentArgs,
  type AgentPeer,
  type AgentPeerArgs,
  type AgentRuntimeArgs,
  AgentRuntimeMode,
  type AgentStoreArgs,
} from "./agent/args.js";
export {
  type AgentAllowedServiceAccountArgs,
  type AgentApiKeyArgs,
  type AgentAuthArgs,
  AgentAuthRequirement,
  type AgentJwtIssuerArgs,
  type AgentServiceAccountTokensArgs,
} from "./agent/auth-args.js";
export { type AgentCardArgs } from "./agent/card-args.js";
export { type AgentEnvFromArgs, type AgentSecretArgs } from "./agent/environment-args.js";
export {
  type AgentExposureArgs,
  type AgentGatewayArgs,
  type AgentIngressArgs,
} from "./agent/exposure-args.js";
export { type AgentMonitoringArgs, AgentMonitoringKind } from "./agent/monitoring-args.js";
export {
  AgentCallers,
  type AgentDestinationArgs,
  type AgentNetworkArgs,
  type AgentNetworkPeerArgs,
  AgentTrafficDistribution,
} from "./agent/network-args.js";
export { type AgentManifest, type AgentOverridesArgs } from "./agent/overrides-args.js";
export { type AgentPodArgs, type AgentTolerationArgs } from "./agent/pod-args.js";
export { type AgentProbeArgs, type AgentProbesArgs } from "./agent/probes-args.js";
export {
  type AgentResourceLimitsArgs,
  type AgentResourceRequestsArgs,
  type AgentResourcesArgs,
} from "./agent/resources-args.js";
export { type AgentDrainArgs, type AgentRolloutArgs } from "./agent/rollout-args.js";
export { type AgentScalingArgs, type AgentScalingBehaviorArgs } from "./agent/scaling-args.js";
export {
  type AgentPolicyRuleArgs,
  type AgentServiceAccountArgs,
} from "./agent/service-account-args.js";
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
export {
  type AgentNamespaceArgs,
  AgentNamespaceDefaultDeny,
  type AgentNamespaceQuotaArgs,
} from "./agent-namespace/args.js";

// The same objects without an engine
export { renderManifests, type RenderOptions } from "./render-manifests.js";
