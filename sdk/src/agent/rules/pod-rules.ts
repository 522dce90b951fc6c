import { MAX_NUMBER } from "../../kubernetes-syntax.js";

/** What holds of where pods run, what they carry, and who they are. */
export const POD_RULES = {
  annotationKey:
    "must be the name of an annotation: at most 63 letters, digits, '-', '_' and '.', optionally " +
    "after a DNS name and a slash.",
  callerLabel: "must not be set: it says whom the agent calls. Use 'peers'.",
  ownAnnotation: "must not be set: this annotation is the Agent's own. Remove it.",
  ownLabel: "must not be set: this label is the Agent's own. Remove it.",
  pulumiAnnotation:
    "must not be set: Pulumi reads it on objects, not on pods. Use " +
    "'overrides.deployment.metadata.annotations'.",
  runAsUser: `must be a whole number from 1 to ${MAX_NUMBER}: the pods are not root.`,
  tolerationEffect: "must be one of NoSchedule, PreferNoSchedule, NoExecute.",
  tolerationKey: "must be given, unless 'operator' is Exists.",
  tolerationNoExecute:
    "must be NoExecute with 'tolerationSeconds': no other taint evicts a pod. Give that, or leave " +
    "'tolerationSeconds' out.",
  tolerationOperator: "must be one of Equal, Exists.",
  tolerationSeconds: "must be a whole number of seconds.",
  tolerationValue:
    "must not be given with the operator Exists, to which all values are one. Remove it.",

  noEntries: "must have at least one entry.",
  verb: "must not be '*'. Name what the agent does, such as get, list and watch.",
} as const;
