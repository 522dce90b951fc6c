import {
  ADMIN_PORT,
  CARD_FILE_PATH,
  ENVIRONMENT,
  METRICS_PORT,
  SIDECAR_PORT,
} from "@berth/contract";
import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { buildApiKeysMounts } from "./api-keys.js";
import { buildCardMount } from "./card-volume.js";
import { buildResources, type ResourceFacts } from "./container-resources.js";
import {
  type RuntimeVariableFacts,
  toGivenVariables,
  toPodVariables,
  toRuntimeVariables,
  toVariable,
} from "./container-variables.js";
import { toContainerPort } from "./pod-ports.js";
import { buildSidecarProbes, type ProbeFacts } from "./probes.js";
import { buildContainerSecurityContext } from "./security-context.js";

/** What a sidecar is besides what follows from its agent. */
export interface SidecarFacts {
  image: pulumi.Input<string>;
  resources: ResourceFacts;
  env: Record<string, pulumi.Input<string>>;
  /** Where the agent serves its own card. Undefined where that is a usual place. */
  cardPath?: pulumi.Input<string>;
  /** Where the agent takes JSON-RPC. Undefined where its own card says so. */
  rpcPath?: pulumi.Input<string>;
}

/** What the container of a sidecar is built from. */
export interface SidecarContainerFacts extends RuntimeVariableFacts, ProbeFacts {
  /** The port of the agent. */
  port: number;
  /** Where other agents reach the agent. */
  url: pulumi.Input<string>;
}

/** The command of the runtime that stands in front of an agent. */
const COMMAND = "proxy";

/**
 * The container of the runtime in front of an agent: an init container that stays, so it is there before
 * the agent and goes after it
 * (https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/).
 *
 * It has no hook: that of the agent's container drains it, before either hears of its end.
 */
export function buildSidecarContainer(
  sidecar: SidecarFacts,
  facts: SidecarContainerFacts,
): k8s.types.input.core.v1.Container {
  return {
    name: "runtime",
    image: sidecar.image,
    args: [COMMAND],
    ports: [
      toContainerPort("a2a", SIDECAR_PORT),
      toContainerPort("metrics", METRICS_PORT),
      toContainerPort("admin", ADMIN_PORT),
    ],
    env: buildSidecarEnv(sidecar, facts),
    resources: buildResources(sidecar.resources),
    restartPolicy: "Always",
    volumeMounts: [buildCardMount(), ...buildApiKeysMounts(facts.auth?.apiKeys ?? [])],
    ...buildSidecarProbes(facts),
    terminationMessagePolicy: "FallbackToLogsOnError",
    securityContext: buildContainerSecurityContext(),
  };
}

/**
 * The environment of a sidecar, always in the same order: another one would be a rollout. It reaches the
 * agent where no other pod does.
 */
function buildSidecarEnv(
  { cardPath, env, rpcPath }: SidecarFacts,
  facts: SidecarContainerFacts,
): k8s.types.input.core.v1.EnvVar[] {
  return [
    { name: ENVIRONMENT.cardFile, value: CARD_FILE_PATH },
    { name: ENVIRONMENT.port, value: String(SIDECAR_PORT) },
    { name: ENVIRONMENT.upstreamUrl, value: `http://127.0.0.1:${facts.port}` },
    ...toVariable(ENVIRONMENT.upstreamCardPath, cardPath),
    ...toVariable(ENVIRONMENT.upstreamRpcPath, rpcPath),
    { name: ENVIRONMENT.agentUrl, value: facts.url },
    ...toRuntimeVariables(facts, facts.drain.acceptWindowSeconds),
    ...toPodVariables(),
    ...toGivenVariables(env),
  ];
}
