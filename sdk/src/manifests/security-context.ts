import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

// What the Pod Security standard `restricted` asks for, and a root file system that nobody writes to:
// https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted

/** The security context of an agent's pod. User and group have the same number. */
export function buildPodSecurityContext(
  runAsUser: pulumi.Input<number>,
): k8s.types.input.core.v1.PodSecurityContext {
  return {
    runAsNonRoot: true,
    runAsUser,
    runAsGroup: runAsUser,
    fsGroup: runAsUser,
    fsGroupChangePolicy: "OnRootMismatch",
    seccompProfile: { type: "RuntimeDefault" },
  };
}

/** The security context of each container of an agent's pod. */
export function buildContainerSecurityContext(): k8s.types.input.core.v1.SecurityContext {
  return {
    allowPrivilegeEscalation: false,
    capabilities: { drop: ["ALL"] },
    privileged: false,
    readOnlyRootFilesystem: true,
    runAsNonRoot: true,
    seccompProfile: { type: "RuntimeDefault" },
  };
}
