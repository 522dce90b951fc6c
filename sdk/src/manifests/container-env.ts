import {
  CARD_FILE_PATH,
  CARD_VARIABLES,
  type DrainSchedule,
  ENVIRONMENT,
  serializeAuth,
} from "@berth/contract";
import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { AgentRuntimeMode } from "../agent/args.js";
import type { AgentSecretArgs } from "../agent/environment-args.js";
import type { AuthFacts } from "./api-keys.js";

type EnvVar = k8s.types.input.core.v1.EnvVar;

/** What the environment of an agent's container is built from. */
export interface ContainerEnvFacts {
  mode: AgentRuntimeMode;
  port: number;
  /** Where other agents reach this one. */
  url: pulumi.Input<string>;
  configMapName: pulumi.Input<string>;
  /** The peers as the environment carries them. Undefined where there are none. */
  peers: pulumi.Input<string> | undefined;
  /** The name that resolves to every replica. Undefined where there is no Service for it. */
  siblingsHost: pulumi.Input<string> | undefined;
  /** How callers show who they are. Undefined where nobody is asked. */
  auth: AuthFacts | undefined;
  /** How callers outside the cluster reach the agent. Undefined where they do not. */
  exposure: { hostname: pulumi.Input<string> } | undefined;
  drain: DrainSchedule;
  /** Whether the pod tells what its deletion costs. */
  idlestPodFirst: boolean;
  env: Record<string, pulumi.Input<string>>;
  secrets: AgentSecretArgs[];
  /** The agent's own Secret, for the secrets given by value. Undefined where there are none. */
  secretName: pulumi.Input<string> | undefined;
}

const POD_VARIABLES = [
  [ENVIRONMENT.podName, "metadata.name"],
  [ENVIRONMENT.podNamespace, "metadata.namespace"],
  [ENVIRONMENT.podIp, "status.podIP"],
] as const;

/**
 * The environment of an agent's container, always in the same order: another one would be a rollout.
 *
 * A value can refer to a variable that stands before it (`$(NAME)`), so secrets come before what the
 * user wrote. That is sorted, because programs in other languages hand it over in no order at all.
 */
export function buildContainerEnv(facts: ContainerEnvFacts): EnvVar[] {
  const isEmbedded = facts.mode !== AgentRuntimeMode.None;
  return [
    ...(isEmbedded ? toListenerVariables(facts) : []),
    { name: ENVIRONMENT.agentUrl, value: facts.url },
    ...CARD_VARIABLES.map((name): EnvVar => {
      return { name, valueFrom: { configMapKeyRef: { name: facts.configMapName, key: name } } };
    }),
    ...toVariable(ENVIRONMENT.peers, facts.peers),
    ...(isEmbedded ? [...toCallerVariables(facts), ...toDrainVariables(facts)] : []),
    ...POD_VARIABLES.map(([name, fieldPath]): EnvVar => {
      return { name, valueFrom: { fieldRef: { fieldPath } } };
    }),
    ...facts.secrets.map((secret) => toSecretVariable(secret, facts.secretName)),
    ...Object.entries(facts.env)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, value]): EnvVar => ({ name, value })),
  ];
}

function toListenerVariables({ port }: ContainerEnvFacts): EnvVar[] {
  return [
    { name: ENVIRONMENT.cardFile, value: CARD_FILE_PATH },
    { name: ENVIRONMENT.port, value: String(port) },
  ];
}

/** Who calls, and how they are known. */
function toCallerVariables({ auth, exposure, siblingsHost }: ContainerEnvFacts): EnvVar[] {
  return [
    ...toVariable(ENVIRONMENT.siblingsHost, siblingsHost),
    ...toVariable(ENVIRONMENT.auth, auth && serializeAuth(auth.config)),
    ...toVariable(ENVIRONMENT.forwardedHosts, exposure?.hostname),
  ];
}

/** The kubelet sleeps before the process hears of its end: the accept window is what is left then. */
function toDrainVariables({ drain, idlestPodFirst }: ContainerEnvFacts): EnvVar[] {
  const maxTaskSeconds = drain.abortSeconds - drain.acceptWindowSeconds;
  return [
    { name: ENVIRONMENT.maxTaskSeconds, value: String(maxTaskSeconds) },
    { name: ENVIRONMENT.acceptWindowSeconds, value: String(drain.handoverSeconds) },
    ...toVariable(ENVIRONMENT.podDeletionCost, idlestPodFirst ? "on" : undefined),
  ];
}

/** In the agent's own Secret, the key of a value is the name of its variable. */
function toSecretVariable(
  { env, value, secretName, key = env }: AgentSecretArgs,
  ownSecretName: pulumi.Input<string> | undefined,
): EnvVar {
  const name = value === undefined ? secretName : ownSecretName;
  return { name: env, valueFrom: { secretKeyRef: { name, key } } };
}

function toVariable(name: string, value: pulumi.Input<string> | undefined): EnvVar[] {
  return value === undefined ? [] : [{ name, value }];
}
