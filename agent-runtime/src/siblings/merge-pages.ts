import type { ListTasksRequest, ListTasksResponse } from "@a2a-js/sdk";
import { toPage } from "../tasks/task-page.js";

/**
 * Puts together what replicas answer to one request for a page. A token of a page names the last
 * task on it by value, and so any replica goes on from any token.
 */
export function mergePages(
  request: ListTasksRequest,
  pages: readonly ListTasksResponse[],
): ListTasksResponse {
  // A task that was just handed over may be told of twice.
  const byId = new Map(pages.flatMap(({ tasks }) => tasks).map((task) => [task.id, task]));
  const merged = toPage(byId.values(), request);
  // Where all tasks of a page that has a next one are there, and nothing else, it is the next one.
  const next = pages.find(({ nextPageToken }) => nextPageToken !== "")?.nextPageToken ?? "";
  return {
    ...merged,
    nextPageToken: merged.nextPageToken === "" ? next : merged.nextPageToken,
    totalSize: pages.reduce((sum, { totalSize }) => sum + totalSize, 0),
  };
}
