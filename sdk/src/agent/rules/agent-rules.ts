import { ADMIN_PORT, DEFAULT_AGENT_PORT, METRICS_PORT, SIDECAR_PORT } from "@berth/contract";
import { IMAGE_REFERENCE_RULE } from "../../image-reference.js";
import {
  FIRST_MINORS,
  KUBERNETES_VERSION_RULE,
  OLDEST_KUBERNETES_MINOR,
} from "../../kubernetes-version.js";
import { AGENT_NAME_RULE } from "../agent-name.js";
import { AgentRuntimeMode } from "../args.js";

/** What holds of the agent as a whole, and of what is in its pod. */
export const AGENT_RULES = {
  agentName: AGENT_NAME_RULE,
  agentNameOfComponent: `${AGENT_NAME_RULE} It is the component's, since no 'name' is given. Give one.`,
  image: IMAGE_REFERENCE_RULE,
  kubernetesVersion: KUBERNETES_VERSION_RULE,
  kubernetesTooOld:
    `must be at least 1.${OLDEST_KUBERNETES_MINOR}: what the objects are made of is in no older ` +
    "one. Upgrade the cluster.",
  needsKubernetes: (first: number | string, version: string) =>
    `must not be given below Kubernetes 1.${first}, which is the first to have it. Leave it out, or ` +
    `raise 'kubernetesVersion' (${version}) when the cluster is newer.`,
  noPreStopSleep: (version: string) =>
    `must be 0 below Kubernetes 1.${FIRST_MINORS.preStopSleep}, where an image without a runtime ` +
    `gets SIGTERM at once. Give 0, or raise 'kubernetesVersion' (${version}) when the cluster is newer.`,
  patch: "must be a function. Use 'overrides' in languages other than TypeScript.",
  port: "must be a whole number from 1024 to 65535: an agent is not root, and lower ports are root's.",
  portOfRuntime:
    `must not be one of the runtime, which serves metrics on ${METRICS_PORT} and probes on ` +
    `${ADMIN_PORT}. Use another one, such as ${DEFAULT_AGENT_PORT}.`,
  portOfSidecar:
    `must not be one of the sidecar, which listens on ${SIDECAR_PORT} for A2A, and serves metrics on ` +
    `${METRICS_PORT} and probes on ${ADMIN_PORT}. Use another one, such as ${DEFAULT_AGENT_PORT}.`,
  runtimeMode: `must be one of ${Object.values(AgentRuntimeMode).join(", ")}.`,
  sidecarPart:
    "must not be given without the runtime mode Sidecar, of which it is a part. Give that, or remove " +
    "this.",
  store: "is not available yet. Leave it out.",
} as const;
