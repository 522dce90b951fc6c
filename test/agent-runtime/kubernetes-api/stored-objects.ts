/** An object as the API server keeps it. */
export interface StoredObject {
  metadata: {
    name: string;
    namespace: string;
    labels?: Record<string, string>;
    resourceVersion?: string;
  };
  [member: string]: unknown;
}

/** Which objects a question is about. */
export interface Selected {
  resource: string;
  namespace: string | undefined;
  labels: Record<string, string>;
}

/** Names an object among all. */
export function toKey(
  resource: string,
  { name, namespace }: { name: string; namespace: string },
): string {
  return `${resource}/${namespace}/${name}`;
}

/** The labels that a question asks for. */
export function readSelector(url: URL): Record<string, string> {
  const selector = url.searchParams.get("labelSelector") ?? "";
  return Object.fromEntries(
    selector
      .split(",")
      .filter((term) => term !== "")
      .map((term) => term.split("=") as [string, string]),
  );
}

/** True when a question is about the object. */
export function isMeant(
  { labels, namespace, resource: wanted }: Selected,
  resource: string,
  { metadata }: StoredObject,
): boolean {
  return (
    wanted === resource &&
    (namespace === undefined || namespace === metadata.namespace) &&
    Object.entries(labels).every(([name, value]) => metadata.labels?.[name] === value)
  );
}
