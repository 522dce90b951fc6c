import { kubectl } from "../cluster-access.ts";
import { listMadeObjects } from "../component/live-objects.ts";

interface LiveObject {
  kind: string;
  metadata: { name: string; labels?: Record<string, string> };
}

/** What the cluster itself makes out of what a stack makes. */
const FOLLOWING = /^(pod|replicaset|endpointslice|lease|controllerrevision)s?[./]/;

/** What the API server gives to each object anew. */
const GIVEN = ["status", "clusterIP", "clusterIPs"];

/**
 * Reads what somebody has made in a namespace, by kind and name: what was asked for, without what the API
 * server and controllers add to it. The names of Secrets end in what the provider has made up.
 */
export async function readMadeObjects(namespace: string): Promise<Record<string, unknown>> {
  const names = (await listMadeObjects(namespace)).filter((name) => !FOLLOWING.test(name));
  if (names.length === 0) {
    return {};
  }
  const printed = await kubectl("get", ...names, `--namespace=${namespace}`, "--output=json");
  const { items } = JSON.parse(printed, (key, value: unknown) =>
    GIVEN.includes(key) ? undefined : value,
  ) as { items: LiveObject[] };
  return Object.fromEntries(items.map(toAsked).sort(([one], [other]) => (one < other ? -1 : 1)));
}

function toAsked(object: LiveObject): [string, unknown] {
  const { name, labels } = object.metadata;
  const ownName = name.replace(/-[0-9a-f]{8}$/, "");
  return [`${object.kind} ${ownName}`, { ...object, metadata: { name: ownName, labels } }];
}
