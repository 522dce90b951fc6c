import { PORT_NAMES, SERVICE_PORT } from "@berth/contract";
import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { AgentRuntimeMode } from "../agent/args.js";
import { toPodPorts } from "./pod-ports.js";

/** How a Service is reached. */
export interface ServiceNetworkFacts {
  /** What gateways and meshes are told that the port speaks. */
  appProtocol: pulumi.Input<string>;
  /** Whether it has addresses of IPv4 and IPv6 where the cluster has. */
  dualStack: boolean;
}

/** The port for A2A, and the addresses of it: the same for every Service of an agent. */
export function buildServiceNetwork(
  mode: AgentRuntimeMode,
  { appProtocol, dualStack }: ServiceNetworkFacts,
): Pick<k8s.types.input.core.v1.ServiceSpec, "ports" | "ipFamilyPolicy"> {
  return {
    ports: [
      {
        name: PORT_NAMES.a2a,
        protocol: "TCP",
        appProtocol,
        port: SERVICE_PORT,
        targetPort: toPodPorts(mode).a2a,
      },
    ],
    ...(dualStack ? { ipFamilyPolicy: "PreferDualStack" } : {}),
  };
}
