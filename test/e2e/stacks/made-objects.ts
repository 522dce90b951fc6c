import { kubectl } from "../cluster-access.ts";

interface LiveObject {
  kind: string;
  metadata: Record<string, unknown> & { name: string; ownerReferences?: unknown[] };
  spec?: Record<string, unknown>;
}

/** Kinds whose objects tell what happened, and which nobody makes. */
const NOT_MADE = /^(events|endpoints|endpointslices|pods\.metrics|leases)\b/;

/** Objects that the cluster puts into every namespace. */
const IN_EVERY_NAMESPACE = ["ServiceAccount default", "ConfigMap kube-root-ca.crt"];

/** Members of the metadata that the API server writes. */
const SERVER_METADATA = [
  "uid",
  "resourceVersion",
  "creationTimestamp",
  "generation",
  "managedFields",
];

function without(members: object, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(members).filter(([name]) => !names.includes(name)));
}

/** An object without what differs each time that the same one is made. */
function toComparable(object: LiveObject): Record<string, unknown> {
  const { metadata, spec } = object;
  return {
    ...without(object, ["status"]),
    metadata: without(metadata, SERVER_METADATA),
    ...(spec === undefined ? {} : { spec: without(spec, ["clusterIP", "clusterIPs"]) }),
  };
}

/**
 * Reads a namespace and all objects in it that somebody made, by kind and name, without what the server
 * adds. What a controller made of them, such as pods, is left out.
 */
export async function readMadeObjects(namespace: string): Promise<Record<string, unknown>> {
  const listed = await kubectl("api-resources", "--namespaced", "--verbs=list", "--output=name");
  const kinds = listed.split("\n").filter((kind) => kind !== "" && !NOT_MADE.test(kind));
  const inside = await kubectl("get", kinds.join(","), `--namespace=${namespace}`, "--output=json");
  const itself = await kubectl("get", "namespace", namespace, "--output=json");
  const { items } = JSON.parse(inside) as { items: LiveObject[] };
  const objects = [JSON.parse(itself) as LiveObject, ...items]
    .filter(({ metadata }) => metadata.ownerReferences === undefined)
    .map((object): [string, LiveObject] => [`${object.kind} ${object.metadata.name}`, object])
    .filter(([key]) => !IN_EVERY_NAMESPACE.includes(key));
  return Object.fromEntries(objects.map(([key, object]) => [key, toComparable(object)]));
}
