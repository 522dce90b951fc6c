import { METRICS_PORT, PORT_NAMES, SIDECAR_PORT } from "@berth/contract";
import type * as k8s from "@pulumi/kubernetes";
import { AgentRuntimeMode } from "../agent/args.js";

type ContainerPort = k8s.types.input.core.v1.ContainerPort;

/** The ports of an agent's pods, as Services and policies name them. */
export interface PodPorts {
  a2a: string | number;
  metrics: string | number;
}

/**
 * Names the ports of an agent's pods.
 *
 * Those of a sidecar have numbers: it is an init container, and not every version of Kubernetes, nor every
 * network that heeds policies, finds the ports of those by their names. Prometheus does.
 */
export function toPodPorts(mode: AgentRuntimeMode): PodPorts {
  return mode === AgentRuntimeMode.Sidecar
    ? { a2a: SIDECAR_PORT, metrics: METRICS_PORT }
    : { a2a: PORT_NAMES.a2a, metrics: PORT_NAMES.metrics };
}

/** A port that a container listens on. */
export function toContainerPort(
  name: keyof typeof PORT_NAMES,
  containerPort: number,
): ContainerPort {
  return { name: PORT_NAMES[name], containerPort, protocol: "TCP" };
}
