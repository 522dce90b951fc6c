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
export { type AgentDiscoveryArgs } from "./agent/discovery-args.js";
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
export {
  type AgentKedaArgs,
  type AgentKedaAuthenticationArgs,
  type AgentScalingArgs,
  type AgentScalingBehaviorArgs,
} from "./agent/scaling-args.js";
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

// What a cluster has once
export { AgentPlatform } from "./agent-platform/agent-platform.js";
export { type AgentPlatformAlertsArgs } from "./agent-platform/alerts-args.js";
export { type AgentPlatformArgs } from "./agent-platform/args.js";
export {
  type AgentPlatformBinding,
  type AgentPlatformBindingArgs,
  type AgentPrometheusPods,
} from "./agent-platform/binding.js";
export {
  type AgentPlatformOperatorArgs,
  type AgentPlatformPrometheusArgs,
  type AgentPlatformResourcesArgs,
  type AgentPlatformStorageArgs,
} from "./agent-platform/prometheus-args.js";
export { type AgentPlatformScalingArgs } from "./agent-platform/scaling-args.js";
export {
  type PrometheusAdapterArgs,
  type PrometheusAdapterAuthArgs,
  type PrometheusAdapterNetworkArgs,
  type PrometheusAdapterResourcesArgs,
  type PrometheusAdapterSettingsArgs,
  type PrometheusAdapterTlsArgs,
} from "./prometheus-adapter/args.js";
export { PrometheusAdapter } from "./prometheus-adapter/prometheus-adapter.js";
export {
  type PrometheusAdapterRuleArgs,
  type PrometheusAdapterRuleNameArgs,
  type PrometheusAdapterRuleResourceArgs,
  type PrometheusAdapterRuleResourcesArgs,
} from "./prometheus-adapter/rule-args.js";
export { ScalingBackend } from "./scaling-backend.js";

// What somebody is told about
export { AlertSource } from "./alerts/alert-source.js";
export { type AlertRulesArgs } from "./alerts/args.js";
export { renderAlertRules } from "./alerts/render-alert-rules.js";
export {
  type AlertingRule,
  type RecordingRule,
  type RuleFile,
  type RuleGroup,
} from "./alerts/rule-group.js";

// The same objects without an engine
export { renderManifests, type RenderOptions } from "./render-manifests.js";
