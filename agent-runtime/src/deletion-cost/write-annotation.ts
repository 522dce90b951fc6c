import { POD_DELETION_COST } from "@berth/contract";
import { askApiServer } from "../kubernetes-api/ask-api-server.js";
import type { DeletionCostSettings } from "./settings.js";

/** Who wrote the annotation, as the API server keeps it. */
const FIELD_MANAGER = "agent-runtime";

/** The one kind of patch in which a member that is not named stays as it is, whatever it is. */
const PATCH_TYPE = "application/merge-patch+json";

/**
 * Writes the deletion cost of the own pod, and no other member of it.
 *
 * @throws ApiServerError that says what was asked and what went wrong.
 */
export async function writeAnnotation(
  { apiServer, podName, podNamespace }: DeletionCostSettings,
  cost: number,
  signal: AbortSignal,
): Promise<void> {
  const metadata = { annotations: { [POD_DELETION_COST]: String(cost) } };
  const response = await askApiServer(apiServer, {
    method: "PATCH",
    path: `/api/v1/namespaces/${encodeURIComponent(podNamespace)}/pods/${encodeURIComponent(podName)}`,
    query: { fieldManager: FIELD_MANAGER },
    headers: { "Content-Type": PATCH_TYPE },
    body: JSON.stringify({ metadata }),
    signal,
  });
  // The pod as it is now.
  response.destroy();
}
