import type { ApiQuestion } from "./ask-api-server.js";

/** Which objects of one kind. */
export interface Selection {
  /** The path of the kind: `/api/v1/services` of all namespaces, `/api/v1/namespaces/agents/services` of one. */
  path: string;
  labelSelector: string;
}

/**
 * Names the objects of a namespace that have a label.
 *
 * @param group is the path of the group, such as `/api/v1`.
 * @param namespace is undefined for all of them.
 */
export function toSelection(
  group: string,
  resource: string,
  namespace: string | undefined,
  labelSelector: string,
): Selection {
  const within = namespace === undefined ? "" : `/namespaces/${encodeURIComponent(namespace)}`;
  return { path: `${group}${within}/${resource}`, labelSelector };
}

/** Makes a question about the objects. */
export function toQuestion(
  { labelSelector, path }: Selection,
  query: Readonly<Record<string, string>>,
  signal: AbortSignal,
): ApiQuestion {
  return { path, query: { labelSelector, ...query }, signal };
}
