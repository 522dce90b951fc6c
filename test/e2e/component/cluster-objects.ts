import { kubectl } from "../cluster-access.ts";

/** The kinds of the objects that an agent has in no namespace, in the order in which they go. */
const KINDS = ["validatingadmissionpolicybindings", "validatingadmissionpolicies"];

/** Whether an object of the cluster belongs to a namespace: its name begins with that. */
export function isNamedAfter(namespace: string, name: string): boolean {
  return name.startsWith(`${namespace}.`);
}

/** The objects of the cluster that agents of a namespace have, each as `kind/name`. */
export async function listClusterObjects(namespace: string): Promise<string[]> {
  const names = await kubectl("get", KINDS.join(","), "--output=name");
  return names
    .split("\n")
    .filter((object) => isNamedAfter(namespace, object.slice(object.indexOf("/") + 1)));
}

/** Removes what agents of a namespace have in no namespace: it does not go with that. */
export async function deleteClusterObjects(namespace: string): Promise<void> {
  const objects = await listClusterObjects(namespace);
  if (objects.length > 0) {
    await kubectl("delete", ...objects, "--ignore-not-found", "--timeout=60s");
  }
}
