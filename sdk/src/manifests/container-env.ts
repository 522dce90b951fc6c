import { CARD_FILE_PATH, CARD_VARIABLES, ENVIRONMENT } from "@berth/contract";
import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { AgentRuntimeMode } from "../agent/args.js";
import type { AgentSecretArgs } from "../agent/environment-args.js";
import {
  type RuntimeVariableFacts,
  toGivenVariables,
  toPodVariables,
  toRuntimeVariables,
  toVariable,
} from "./container-variables.js";

type EnvVar = k8s.types.input.core.v1.EnvVar;

/** What the environment of an agent's container is built from. */
export interface ContainerEnvFacts extends RuntimeVariableFacts {
  mode: AgentRuntimeMode;
  port: number;
  /** Where other agents reach this one. */
  url: pulumi.Input<string>;
  configMapName: pulumi.Input<string>;
  /** The peers as the environment carries them. Undefined where there are none. */
  peers: pulumi.Input<string> | undefined;
  /** The namespaces whose agents are found, as the environment carries them. Undefined where none are. */
  discoveryNamespaces: pulumi.Input<string> | undefined;
  env: Record<string, pulumi.Input<string>>;
  secrets: AgentSecretArgs[];
  /** The agent's own Secret, for the secrets given by value. Undefined where there are none. */
  secretName: pulumi.Input<string> | undefined;
}

/**
 * The environment of an agent's container, always in the same order: another one would be a rollout.
 *
 * A value can refer to a variable that stands before it (`$(NAME)`), so secrets come before what the
 * user wrote.
 */
export function buildContainerEnv(facts: ContainerEnvFacts): EnvVar[] {
  return [
    ...(facts.mode === AgentRuntimeMode.None ? [] : toListenerVariables(facts)),
    { name: ENVIRONMENT.agentUrl, value: facts.url },
    ...CARD_VARIABLES.map((name): EnvVar => {
      return { name, valueFrom: { configMapKeyRef: { name: facts.configMapName, key: name } } };
    }),
    ...toVariable(ENVIRONMENT.peers, facts.peers),
    ...toVariable(ENVIRONMENT.discoveryNamespaces, facts.discoveryNamespaces),
    // The kubelet has slept before the process hears of its end: the accept window is what is left then.
    ...(facts.mode === AgentRuntimeMode.Embedded
      ? toRuntimeVariables(facts, facts.drain.handoverSeconds)
      : []),
    ...toPodVariables(),
    ...facts.secrets.map((secret) => toSecretVariable(secret, facts.secretName)),
    ...toGivenVariables(facts.env),
  ];
}

function toListenerVariables({ port }: ContainerEnvFacts): EnvVar[] {
  return [
    { name: ENVIRONMENT.cardFile, value: CARD_FILE_PATH },
    { name: ENVIRONMENT.port, value: String(port) },
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
