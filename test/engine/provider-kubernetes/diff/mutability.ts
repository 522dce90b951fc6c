// What the API server cannot change in place. The table holds what is certain; the rest the server says itself.
import { type JsonObject, type Path, stringAt, valueAt } from "../values/json.ts";
import { toNotation } from "./notation.ts";

/** Which payloads may change in place. By default a changed payload is a new object, so that pods notice. */
export interface PayloadMutability {
  configMapMutable: boolean;
  secretMutable: boolean;
}

/** `fixed` places cannot change; of `fixedExcept.under` only `fixedExcept.mutable` can. A `[*]` stands for any index. */
interface Rule {
  fixed?: readonly string[];
  fixedExcept?: { under: string; mutable: readonly string[] };
}

const SELECTOR_FIXED: Rule = { fixed: ["spec.selector"] };
const ROLE_REF_FIXED: Rule = { fixed: ["roleRef"] };

const RULES: Record<string, Rule> = {
  "/PersistentVolumeClaim": {
    fixedExcept: { under: "spec", mutable: ["spec.resources", "spec.volumeAttributesClassName"] },
  },
  "/Pod": {
    fixedExcept: {
      under: "spec",
      mutable: [
        "spec.activeDeadlineSeconds",
        "spec.containers[*].image",
        "spec.initContainers[*].image",
        "spec.terminationGracePeriodSeconds",
        "spec.tolerations",
      ],
    },
  },
  "/Service": { fixed: ["spec.clusterIP", "spec.clusterIPs"] },
  "apps/DaemonSet": SELECTOR_FIXED,
  "apps/Deployment": SELECTOR_FIXED,
  "apps/ReplicaSet": SELECTOR_FIXED,
  "apps/StatefulSet": {
    fixedExcept: {
      under: "spec",
      mutable: [
        "spec.minReadySeconds",
        "spec.ordinals",
        "spec.persistentVolumeClaimRetentionPolicy",
        "spec.replicas",
        "spec.revisionHistoryLimit",
        "spec.template",
        "spec.updateStrategy",
      ],
    },
  },
  "batch/Job": {
    fixed: ["spec.completionMode", "spec.completions", "spec.selector", "spec.template"],
  },
  "rbac.authorization.k8s.io/ClusterRoleBinding": ROLE_REF_FIXED,
  "rbac.authorization.k8s.io/RoleBinding": ROLE_REF_FIXED,
  "scheduling.k8s.io/PriorityClass": { fixed: ["preemptionPolicy", "value"] },
  "storage.k8s.io/StorageClass": {
    fixed: ["parameters", "provisioner", "reclaimPolicy", "volumeBindingMode"],
  },
};

/** `apps/v1` -> `apps`; `v1` -> "". */
function groupOf(apiVersion: string): string {
  const slash = apiVersion.indexOf("/");
  return slash < 0 ? "" : apiVersion.slice(0, slash);
}

/** True when a change at `path` makes another object of it. */
export function needsReplacement(
  path: Path,
  olds: JsonObject,
  news: JsonObject,
  payload: PayloadMutability,
): boolean {
  const place = toNotation(path).replaceAll(/\[\d+\]/g, "[*]");
  if (["kind", "metadata.name", "metadata.namespace"].includes(place)) {
    return true;
  }
  const kind = `${groupOf(stringAt(news, "apiVersion"))}/${stringAt(news, "kind")}`;
  if (place === "apiVersion") {
    // Another version of the same group is another view of the same object.
    return groupOf(stringAt(olds, "apiVersion")) !== groupOf(stringAt(news, "apiVersion"));
  }
  if (kind === "/ConfigMap" || kind === "/Secret") {
    return payloadNeedsReplacement(place, olds, kind === "/Secret", payload);
  }
  const rule = RULES[kind];
  if (rule?.fixed?.some((fixed) => isUnder(place, fixed))) {
    return true;
  }
  const except = rule?.fixedExcept;
  return (
    except !== undefined &&
    isUnder(place, except.under) &&
    !except.mutable.some((mutable) => isUnder(place, mutable))
  );
}

function payloadNeedsReplacement(
  place: string,
  olds: JsonObject,
  isSecret: boolean,
  payload: PayloadMutability,
): boolean {
  const isImmutable = valueAt(olds, "immutable") === true;
  if (["binaryData", "data", "stringData"].some((part) => isUnder(place, part))) {
    return isImmutable || !(isSecret ? payload.secretMutable : payload.configMapMutable);
  }
  return (isSecret && place === "type") || (isImmutable && place === "immutable");
}

/** True when `place` is `root` or inside it; `spec.clusterIPs` is not inside `spec.clusterIP`. */
function isUnder(place: string, root: string): boolean {
  return place === root || place.startsWith(`${root}.`) || place.startsWith(`${root}[`);
}

/** How API servers (seen with 1.35) word that a field cannot change. */
const IMMUTABLE_MESSAGE =
  /immutable|may not change|updates to .* are forbidden|forbidden: (?:may not|cannot) be/i;

/**
 * The places among `changed` that the API server refuses to change in place, from the causes of its 422 answer.
 * All of `changed` when it refuses a field that none of them touches; empty when it refuses nothing as immutable.
 */
export function placesRefusedAsImmutable(changed: string[], causes: JsonObject[]): string[] {
  const fields = causes
    .filter((cause) => IMMUTABLE_MESSAGE.test(stringAt(cause, "message")))
    .map((cause) => stringAt(cause, "field"));
  if (fields.length === 0) {
    return [];
  }
  const touched = changed.filter((place) =>
    fields.some((field) => isUnder(place, field) || isUnder(field, place)),
  );
  return touched.length > 0 ? touched : changed;
}
