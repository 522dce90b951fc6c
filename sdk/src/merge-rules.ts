/**
 * How a list is merged, and which lists within an object or an element are. What has no rules is
 * replaced as a whole where it is a list, and merged where it is an object.
 */
export interface MergeRules {
  /**
   * The members that tell the elements of a list apart, the first of which must be given. None at all
   * where the elements are plain values: then the list is a set.
   */
  keys?: readonly string[];
  /** The rules of members by their names; those of the elements, where this is of a list. */
  members?: ReadonlyMap<string, MergeRules>;
}

/** What a key is where an element does not have it. */
export const KEY_DEFAULTS: Readonly<Record<string, unknown>> = { protocol: "TCP" };

function by(...keys: string[]): MergeRules {
  return { keys };
}

function below(...members: [string, MergeRules][]): MergeRules {
  return { members: new Map(members) };
}

const CONTAINERS: MergeRules = {
  ...by("name"),
  ...below(
    // Kubernetes tells ports apart by their numbers alone, and so turns one for TCP into one for UDP.
    // The API server itself knows them by both, and so does this.
    ["ports", by("containerPort", "protocol")],
    ["env", by("name")],
    ["volumeMounts", by("mountPath")],
    ["volumeDevices", by("devicePath")],
  ),
};

const POD_SPEC = below(
  ["volumes", by("name")],
  ["initContainers", CONTAINERS],
  ["containers", CONTAINERS],
  ["ephemeralContainers", CONTAINERS],
  ["imagePullSecrets", by("name")],
  ["hostAliases", by("ip")],
  ["topologySpreadConstraints", by("topologyKey")],
  ["schedulingGates", by("name")],
  ["resourceClaims", by("name")],
);

const METADATA = below(["ownerReferences", by("uid")], ["finalizers", by()]);

const METADATA_ALONE = below(["metadata", METADATA]);

/** By kind: custom resources have no rules of their own, in Kubernetes neither. */
const RULES: ReadonlyMap<unknown, MergeRules> = new Map([
  [
    "Deployment",
    below(
      ["metadata", METADATA],
      ["spec", below(["template", below(["metadata", METADATA], ["spec", POD_SPEC])])],
    ),
  ],
  ["Service", below(["metadata", METADATA], ["spec", below(["ports", by("port", "protocol")])])],
  ["ServiceAccount", below(["metadata", METADATA], ["secrets", by("name")])],
]);

/**
 * The rules of a strategic merge, by the kind of the object.
 *
 * They are those of the members `patchStrategy` and `patchMergeKey` in the types of Kubernetes
 * (https://github.com/kubernetes/api), told for each list as its "patch strategy" in
 * https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.35/.
 */
export function toMergeRules(kind: unknown): MergeRules {
  return RULES.get(kind) ?? METADATA_ALONE;
}
