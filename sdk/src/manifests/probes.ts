import { HTTP_PATHS, PORT_NAMES } from "@berth/contract";
import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { AgentRuntimeMode } from "../agent/args.js";
import { STARTUP_PERIOD_SECONDS } from "../rollout-times.js";

type Probe = k8s.types.input.core.v1.Probe;

/** What the probes of an agent's container are built from. */
export interface ProbeFacts {
  mode: AgentRuntimeMode;
  /** How often the container may not be ready yet before it is killed. */
  startupFailureThreshold: pulumi.Input<number>;
}

/** What asks a container how it is. */
export interface Probes {
  startupProbe: Probe;
  livenessProbe: Probe;
  readinessProbe: Probe;
}

/** How long a container may take to start is up to the deadline of its rollout. */
const STARTUP = { periodSeconds: STARTUP_PERIOD_SECONDS, timeoutSeconds: 3 };

/** Ten seconds until an agent that takes no tasks gets none. */
const READINESS = { periodSeconds: 5, timeoutSeconds: 3, failureThreshold: 2 };

/** A minute without an answer: an agent that only computes for long is not dead. */
const LIVENESS = { periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 6 };

/**
 * The probes of the container that the agent is in.
 *
 * The runtime tells whether it takes tasks (ready) and whether it works at all (live). Without a
 * runtime, an agent that serves its card is ready, and one that takes connections is alive.
 */
export function buildProbes({ mode, startupFailureThreshold }: ProbeFacts): Probes {
  const isReady: Probe =
    mode === AgentRuntimeMode.None
      ? { httpGet: { path: HTTP_PATHS.card, port: PORT_NAMES.a2a } }
      : { httpGet: { path: HTTP_PATHS.readiness, port: PORT_NAMES.admin } };
  const isAlive: Probe =
    mode === AgentRuntimeMode.None
      ? { tcpSocket: { port: PORT_NAMES.a2a } }
      : { httpGet: { path: HTTP_PATHS.liveness, port: PORT_NAMES.admin } };
  return {
    startupProbe: { ...isReady, ...STARTUP, failureThreshold: startupFailureThreshold },
    livenessProbe: { ...isAlive, ...LIVENESS },
    readinessProbe: { ...isReady, ...READINESS },
  };
}
