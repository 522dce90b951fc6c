import { HTTP_PATHS, PORT_NAMES } from "@berth/contract";
import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { AgentRuntimeMode } from "../agent/args.js";
import { omitEmpty } from "./omit-empty.js";

type Probe = k8s.types.input.core.v1.Probe;

/** How a container is asked one thing. */
export interface ProbeSettings {
  /** Only where there is no runtime. */
  path?: pulumi.Input<string>;
  periodSeconds: pulumi.Input<number>;
  timeoutSeconds: pulumi.Input<number>;
  failureThreshold?: pulumi.Input<number>;
}

/** What the probes of an agent's container are built from. */
export interface ProbeFacts {
  mode: AgentRuntimeMode;
  probes: { startup: ProbeSettings; readiness: ProbeSettings; liveness: ProbeSettings };
  /** How often the container may not be ready yet before it is killed, unless the settings say. */
  startupFailureThreshold: pulumi.Input<number>;
}

/** What asks a container how it is. */
export interface Probes {
  startupProbe: Probe;
  livenessProbe: Probe;
  readinessProbe: Probe;
}

/**
 * The probes of the container that the agent is in.
 *
 * The runtime tells whether it takes tasks (ready) and whether it works at all (live). Without a
 * runtime, an agent that serves its card is ready, and one that takes connections is alive.
 */
export function buildProbes({ mode, probes, startupFailureThreshold }: ProbeFacts): Probes {
  const { startup, readiness, liveness } = probes;
  return {
    startupProbe: {
      ...toReadyCheck(mode, startup),
      ...toTimes({
        ...startup,
        failureThreshold: startup.failureThreshold ?? startupFailureThreshold,
      }),
    },
    livenessProbe: { ...toLiveCheck(mode, liveness), ...toTimes(liveness) },
    readinessProbe: { ...toReadyCheck(mode, readiness), ...toTimes(readiness) },
  };
}

function toReadyCheck(mode: AgentRuntimeMode, { path = HTTP_PATHS.card }: ProbeSettings): Probe {
  return mode === AgentRuntimeMode.None
    ? { httpGet: { path, port: PORT_NAMES.a2a } }
    : { httpGet: { path: HTTP_PATHS.readiness, port: PORT_NAMES.admin } };
}

function toLiveCheck(mode: AgentRuntimeMode, { path }: ProbeSettings): Probe {
  if (mode !== AgentRuntimeMode.None) {
    return { httpGet: { path: HTTP_PATHS.liveness, port: PORT_NAMES.admin } };
  }
  return path === undefined
    ? { tcpSocket: { port: PORT_NAMES.a2a } }
    : { httpGet: { path, port: PORT_NAMES.a2a } };
}

function toTimes({ periodSeconds, timeoutSeconds, failureThreshold }: ProbeSettings): Probe {
  return { periodSeconds, timeoutSeconds, ...omitEmpty({ failureThreshold }) };
}
