import type { Selection } from "../cluster/api-client.ts";
import { nameOf } from "../cluster/object-name.ts";
import { type JsonObject, objectAt, objectsAt, stringAt, stringsIn } from "../values/json.ts";

/** The pods an object stands or falls with; undefined for kinds without pods. */
export function podSelectionOf(object: JsonObject): Selection | undefined {
  const { kind, name, namespace } = nameOf(object);
  const pods = { apiVersion: "v1", kind: "Pod", ...(namespace === undefined ? {} : { namespace }) };
  if (kind === "Pod") {
    return { ...pods, fieldSelector: `metadata.name=${name}` };
  }
  const labelSelector =
    kind === "Service"
      ? toLabelSelector({ matchLabels: objectAt(object, "spec", "selector") })
      : toLabelSelector(objectAt(object, "spec", "selector"));
  return labelSelector === "" ? undefined : { ...pods, labelSelector };
}

/** A label selector as a query has it: `app=web,tier in (a,b),!old`. */
export function toLabelSelector(selector: JsonObject): string {
  const labels = objectAt(selector, "matchLabels");
  const equalities = Object.keys(labels).map((label) => `${label}=${stringAt(labels, label)}`);
  const expressions = objectsAt(selector, "matchExpressions").map((expression) => {
    const key = stringAt(expression, "key");
    const list = stringsIn(expression.values).join(",");
    switch (stringAt(expression, "operator")) {
      case "In":
        return `${key} in (${list})`;
      case "NotIn":
        return `${key} notin (${list})`;
      case "DoesNotExist":
        return `!${key}`;
      default:
        return key;
    }
  });
  return [...equalities, ...expressions].join(",");
}
