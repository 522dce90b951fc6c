import type { POD_RULES } from "../../../../sdk/src/agent/rules/pod-rules.ts";
import { type WrongArgs, wrong } from "./row.ts";

const OWN_LABELS = [
  "app.kubernetes.io/name",
  "app.kubernetes.io/component",
  "app.kubernetes.io/version",
  "app.kubernetes.io/managed-by",
  "app",
  "protocol",
];

/** What is wrong with where pods run, what they carry, and who they are. */
export const POD_ROWS: Record<keyof typeof POD_RULES, WrongArgs[]> = {
  annotationKey: [
    wrong(
      "annotations whose names are none",
      {
        pod: { annotations: { "a b": "c" } },
        serviceAccount: { annotations: { "/role": "agents" } },
        exposure: {
          hostname: "agents.example.com",
          ingress: { annotations: { "": "a" } },
          from: [{ namespace: "ingress-nginx" }],
        },
      },
      `'exposure.ingress.annotations[""]' must be the name of an annotation: at most 63 letters, digits, '-', '_' and '.', optionally after a DNS name and a slash.`,
      `'pod.annotations["a b"]' must be the name of an annotation: at most 63 letters, digits, '-', '_' and '.', optionally after a DNS name and a slash.`,
      `'serviceAccount.annotations["/role"]' must be the name of an annotation: at most 63 letters, digits, '-', '_' and '.', optionally after a DNS name and a slash.`,
    ),
  ],
  callerLabel: [
    wrong(
      "a label that opens the way to another agent",
      { pod: { labels: { "can-call.berth.dev/research": "true" } } },
      `'pod.labels["can-call.berth.dev/research"]' must not be set: it says whom the agent calls. Use 'peers'.`,
    ),
  ],
  ownAnnotation: [
    wrong(
      "an annotation of the Agent's own",
      { pod: { annotations: { "berth.dev/secrets-hash": "0" } } },
      `'pod.annotations["berth.dev/secrets-hash"]' must not be set: this annotation is the Agent's own. Remove it.`,
    ),
  ],
  ownLabel: [
    ...OWN_LABELS.map((label) => {
      const path = label.includes("/") ? `pod.labels["${label}"]` : `pod.labels.${label}`;
      return wrong(
        `the label ${label} of the Agent's own`,
        { pod: { labels: { [label]: "mine" } } },
        `'${path}' must not be set: this label is the Agent's own. Remove it.`,
      );
    }),
    wrong(
      "labels of a PodMonitor that are the Agent's own",
      {
        monitoring: {
          kind: "PodMonitor",
          labels: { "app.kubernetes.io/managed-by": "me", "app.kubernetes.io/name": "mine" },
        },
      },
      `'monitoring.labels["app.kubernetes.io/managed-by"]' must not be set: this label is the Agent's own. Remove it.`,
      `'monitoring.labels["app.kubernetes.io/name"]' must not be set: this label is the Agent's own. Remove it.`,
    ),
  ],
  pulumiAnnotation: [
    wrong(
      "an annotation for Pulumi on pods, which it does not read",
      { pod: { annotations: { "pulumi.com/skipAwait": "true" } } },
      `'pod.annotations["pulumi.com/skipAwait"]' must not be set: Pulumi reads it on objects, not on pods. Use 'overrides.deployment.metadata.annotations'.`,
    ),
  ],
  runAsUser: [
    wrong(
      "root",
      { pod: { runAsUser: 0 } },
      "'pod.runAsUser' (0) must be a whole number from 1 to 2147483647: the pods are not root.",
    ),
    wrong(
      "a user that no machine has",
      { pod: { runAsUser: 2 ** 31 } },
      "'pod.runAsUser' (2147483648) must be a whole number from 1 to 2147483647: the pods are not root.",
    ),
  ],
  tolerationEffect: [
    wrong(
      "the toleration of an effect that there is not",
      { pod: { tolerations: [{ key: "gpu", effect: "Evict" }] } },
      "'pod.tolerations[0].effect' (Evict) must be one of NoSchedule, PreferNoSchedule, NoExecute.",
    ),
  ],
  tolerationKey: [
    wrong(
      "the toleration of a value of every taint",
      { pod: { tolerations: [{ value: "a" }] } },
      "'pod.tolerations[0].key' must be given, unless 'operator' is Exists.",
    ),
  ],
  tolerationNoExecute: [
    wrong(
      "a time on a node that nothing evicts from",
      {
        pod: {
          tolerations: [
            { key: "gpu", effect: "NoSchedule", tolerationSeconds: 60 },
            { key: "gpu", tolerationSeconds: 60 },
          ],
        },
      },
      "'pod.tolerations[0].effect' (NoSchedule) must be NoExecute with 'tolerationSeconds': no other taint evicts a pod. Give that, or leave 'tolerationSeconds' out.",
      "'pod.tolerations[1].effect' must be NoExecute with 'tolerationSeconds': no other taint evicts a pod. Give that, or leave 'tolerationSeconds' out.",
    ),
  ],
  tolerationOperator: [
    wrong(
      "a comparison that there is not",
      { pod: { tolerations: [{ key: "gpu", operator: "In" }] } },
      "'pod.tolerations[0].operator' (In) must be one of Equal, Exists.",
    ),
  ],
  tolerationSeconds: [
    wrong(
      "half a second",
      { pod: { tolerations: [{ key: "gpu", effect: "NoExecute", tolerationSeconds: 0.5 }] } },
      "'pod.tolerations[0].tolerationSeconds' (0.5) must be a whole number of seconds.",
    ),
  ],
  tolerationValue: [
    wrong(
      "a value that nothing is compared with",
      { pod: { tolerations: [{ key: "gpu", operator: "Exists", value: "a" }] } },
      "'pod.tolerations[0].value' (a) must not be given with the operator Exists, to which all values are one. Remove it.",
    ),
  ],
  noEntries: [
    wrong(
      "leave to do nothing with nothing",
      {
        serviceAccount: {
          rules: [{ apiGroups: [], resources: [], verbs: [], resourceNames: [] }],
        },
      },
      "'serviceAccount.rules[0].apiGroups' must have at least one entry.",
      "'serviceAccount.rules[0].resources' must have at least one entry.",
      "'serviceAccount.rules[0].verbs' must have at least one entry.",
      "'serviceAccount.rules[0].resourceNames' must have at least one entry.",
    ),
    wrong(
      "tokens for nobody",
      { auth: { jwt: [{ issuer: "https://login.example.com", audiences: [] }] } },
      "'auth.jwt[0].audiences' must have at least one entry.",
    ),
  ],
  verb: [
    wrong(
      "leave to do everything",
      { serviceAccount: { rules: [{ apiGroups: [""], resources: ["pods"], verbs: ["*"] }] } },
      "'serviceAccount.rules[0].verbs[0]' (*) must not be '*'. Name what the agent does, such as get, list and watch.",
    ),
  ],
};
