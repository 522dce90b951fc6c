import { CARD_FILE_PATH, CARD_VARIABLES, type DrainSchedule, ENVIRONMENT } from "@berth/contract";
import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { AgentRuntimeMode, type AgentSecretArgs } from "../agent/args.js";

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
  drain: DrainSchedule;
  env: Record<string, pulumi.Input<string>>;
  secrets: AgentSecretArgs[];
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
    ...(facts.peers === undefined ? [] : [{ name: ENVIRONMENT.peers, value: facts.peers }]),
    ...(isEmbedded ? toDrainVariables(facts.drain) : []),
    ...POD_VARIABLES.map(([name, fieldPath]): EnvVar => {
      return { name, valueFrom: { fieldRef: { fieldPath } } };
    }),
    ...facts.secrets.map(({ env, secretName, key }): EnvVar => {
      return { name: env, valueFrom: { secretKeyRef: { name: secretName, key } } };
    }),
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

/** The kubelet sleeps before the process hears of its end: the accept window is what is left then. */
function toDrainVariables(drain: DrainSchedule): EnvVar[] {
  const maxTaskSeconds = drain.abortSeconds - drain.acceptWindowSeconds;
  return [
    { name: ENVIRONMENT.maxTaskSeconds, value: String(maxTaskSeconds) },
    { name: ENVIRONMENT.acceptWindowSeconds, value: String(drain.handoverSeconds) },
  ];
}
