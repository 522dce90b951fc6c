import { ADMIN_PORT, HTTP_PATHS, PORT_NAMES } from "@berth/contract";
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
  readinessProbe?: Probe;
}

const RUNTIME_READY: Probe = { httpGet: { path: HTTP_PATHS.readiness, port: PORT_NAMES.admin } };
const RUNTIME_ALIVE: Probe = { httpGet: { path: HTTP_PATHS.liveness, port: PORT_NAMES.admin } };

/** Names lead to ports of the same container only. */
const AGENT_BEHIND: Probe = { httpGet: { path: HTTP_PATHS.upstream, port: ADMIN_PORT } };

/**
 * The probes of the container that the agent is in.
 *
 * The runtime tells whether it takes tasks (ready) and whether it works at all (live). Without a
 * runtime, an agent that serves its card is ready, and one that takes connections is alive.
 *
 * Behind a sidecar, an agent may listen where only its pod reaches it, so the sidecar is asked whether it
 * takes connections. Whether the pod takes tasks, the sidecar tells for both.
 */
export function buildProbes(facts: ProbeFacts): Probes {
  const { mode, probes } = facts;
  const { readiness, liveness } = probes;
  if (mode === AgentRuntimeMode.Sidecar) {
    return {
      startupProbe: { ...AGENT_BEHIND, ...toStartupTimes(facts) },
      livenessProbe: { ...AGENT_BEHIND, ...toTimes(liveness) },
    };
  }
  return {
    startupProbe: { ...toReadyCheck(mode, probes.startup), ...toStartupTimes(facts) },
    livenessProbe: { ...toLiveCheck(mode, liveness), ...toTimes(liveness) },
    readinessProbe: { ...toReadyCheck(mode, readiness), ...toTimes(readiness) },
  };
}

/** The probes of a sidecar. It starts without its agent, which Kubernetes starts once it has. */
export function buildSidecarProbes(facts: ProbeFacts): Probes {
  const { readiness, liveness } = facts.probes;
  return {
    startupProbe: { ...RUNTIME_ALIVE, ...toStartupTimes(facts) },
    livenessProbe: { ...RUNTIME_ALIVE, ...toTimes(liveness) },
    readinessProbe: { ...RUNTIME_READY, ...toTimes(readiness) },
  };
}

function toReadyCheck(mode: AgentRuntimeMode, { path = HTTP_PATHS.card }: ProbeSettings): Probe {
  return mode === AgentRuntimeMode.None
    ? { httpGet: { path, port: PORT_NAMES.a2a } }
    : RUNTIME_READY;
}

function toLiveCheck(mode: AgentRuntimeMode, { path }: ProbeSettings): Probe {
  if (mode !== AgentRuntimeMode.None) {
    return RUNTIME_ALIVE;
  }
  return path === undefined
    ? { tcpSocket: { port: PORT_NAMES.a2a } }
    : { httpGet: { path, port: PORT_NAMES.a2a } };
}

function toStartupTimes({ probes: { startup }, startupFailureThreshold }: ProbeFacts): Probe {
  return toTimes({
    ...startup,
    failureThreshold: startup.failureThreshold ?? startupFailureThreshold,
  });
}

function toTimes({ periodSeconds, timeoutSeconds, failureThreshold }: ProbeSettings): Probe {
  return { periodSeconds, timeoutSeconds, ...omitEmpty({ failureThreshold }) };
}
