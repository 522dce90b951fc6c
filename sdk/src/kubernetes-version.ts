const VERSION = /^1\.(\d{2})$/;

/** The oldest minor version of Kubernetes that has all that the objects are made of by default. */
export const OLDEST_KUBERNETES_MINOR = 29;

/** The first minor version of Kubernetes in which a feature is on by default. */
export const FIRST_MINORS = {
  /** The kubelet sleeps before it sends SIGTERM: no shell in the image is needed. */
  preStopSleep: 30,
  /** What may be changed is limited by an expression, without a webhook. */
  validatingAdmissionPolicy: 30,
  /** A Service leads callers to pods that are close. */
  preferClose: 31,
  /** The users of a pod are not those of its node. */
  podUsers: 33,
  /** A Service leads callers to pods of their zone, or of their node. */
  preferSameZoneOrNode: 34,
  /** The scaler is told how near to its target is near enough. */
  scalingTolerance: 35,
} as const;

/** The rule of `toKubernetesMinor`, to follow the name of a property and its value. */
export const KUBERNETES_VERSION_RULE =
  "must be a minor version of Kubernetes as a text, such as '1.33'.";

/** The minor version of Kubernetes that a text such as `1.33` names, or undefined where it names none. */
export function toKubernetesMinor(text: string): number | undefined {
  const minor = VERSION.exec(text)?.[1];
  return minor === undefined ? undefined : Number(minor);
}
