import { type DrainSchedule, ENVIRONMENT, serializeAuth } from "@berth/contract";
import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { AuthFacts } from "./api-keys.js";

type EnvVar = k8s.types.input.core.v1.EnvVar;

/** What the environment of a runtime is built from, wherever it runs. */
export interface RuntimeVariableFacts {
  /** The name that resolves to every replica. Undefined where there is no Service for it. */
  siblingsHost: pulumi.Input<string> | undefined;
  /** How callers show who they are. Undefined where nobody is asked. */
  auth: AuthFacts | undefined;
  /** How callers outside the cluster reach the agent. Undefined where they do not. */
  exposure: { hostname: pulumi.Input<string> } | undefined;
  drain: DrainSchedule;
  /** Whether the pod tells what its deletion costs. */
  idlestPodFirst: boolean;
}

const POD_VARIABLES = [
  [ENVIRONMENT.podName, "metadata.name"],
  [ENVIRONMENT.podNamespace, "metadata.namespace"],
  [ENVIRONMENT.podIp, "status.podIP"],
] as const;

/**
 * What tells a runtime who calls, how they are known, and how it drains.
 *
 * @param acceptWindowSeconds is the part of the accept window that the process has for itself.
 */
export function toRuntimeVariables(
  { auth, drain, exposure, idlestPodFirst, siblingsHost }: RuntimeVariableFacts,
  acceptWindowSeconds: number,
): EnvVar[] {
  const maxTaskSeconds = drain.abortSeconds - drain.acceptWindowSeconds;
  return [
    ...toVariable(ENVIRONMENT.siblingsHost, siblingsHost),
    ...toVariable(ENVIRONMENT.auth, auth && serializeAuth(auth.config)),
    ...toVariable(ENVIRONMENT.forwardedHosts, exposure?.hostname),
    { name: ENVIRONMENT.maxTaskSeconds, value: String(maxTaskSeconds) },
    { name: ENVIRONMENT.acceptWindowSeconds, value: String(acceptWindowSeconds) },
    ...toVariable(ENVIRONMENT.podDeletionCost, idlestPodFirst ? "on" : undefined),
  ];
}

/** What tells a process which pod it is in. */
export function toPodVariables(): EnvVar[] {
  return POD_VARIABLES.map(([name, fieldPath]): EnvVar => {
    return { name, valueFrom: { fieldRef: { fieldPath } } };
  });
}

/** What a user wrote, sorted: programs in other languages hand it over in no order at all. */
export function toGivenVariables(env: Record<string, pulumi.Input<string>>): EnvVar[] {
  return Object.entries(env)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, value]): EnvVar => ({ name, value }));
}

/** A variable, or none where it has no value. */
export function toVariable(name: string, value: pulumi.Input<string> | undefined): EnvVar[] {
  return value === undefined ? [] : [{ name, value }];
}
