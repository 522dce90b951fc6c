import type * as k8s from "@pulumi/kubernetes";

// What the Pod Security standard `restricted` asks for, and a root file system that nobody writes to:
// https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted

/** High enough to be nobody's on the node. */
const USER_ID = 10001;

/** The security context of an agent's pod. */
export function buildPodSecurityContext(): k8s.types.input.core.v1.PodSecurityContext {
  return {
    runAsNonRoot: true,
    runAsUser: USER_ID,
    runAsGroup: USER_ID,
    fsGroup: USER_ID,
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
