import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

/** Names a TCP port in a policy, by its number or by its name in a pod. */
export function toTcpPort(
  port: pulumi.Input<number> | string,
): k8s.types.input.networking.v1.NetworkPolicyPort {
  return { protocol: "TCP", port };
}
