import type { ListTasksRequest, ListTasksResponse, Task } from "@a2a-js/sdk";
import { toPage } from "../tasks/task-page.js";
import type { TaskScope, TaskStore } from "../tasks/task-store.js";
import type { AgentCalls, Asking } from "./agent-calls.js";
import type { TaskTracker } from "./task-tracker.js";

/** The most that is asked for at once (A2A 1.0, section 3.1.4). */
const PAGE_SIZE = 100;

/** More are not listed: whoever has so many tasks narrows the list. */
const MAX_PAGES = 20;

export interface ListTasksOptions {
  calls: Pick<AgentCalls, "listTasks">;
  records: Pick<TaskStore, "list">;
  tracker: Pick<TaskTracker, "findScope">;
  /** Tasks are shown to those alone who are known to have begun them. */
  isScoped: boolean;
}

/**
 * Lists the tasks of the agent and those that are kept for it, as one list with pages of its own: the
 * agent knows no tokens of other replicas.
 *
 * @throws what the agent refuses it with.
 */
export async function listTasks(
  request: ListTasksRequest,
  scope: TaskScope,
  asking: Asking,
  options: ListTasksOptions,
): Promise<ListTasksResponse> {
  const all = { ...request, pageSize: PAGE_SIZE, pageToken: "" };
  const byId = new Map<string, Task>();
  for (const task of await readAll((next) => options.calls.listTasks(next, asking), all)) {
    const owner = options.tracker.findScope(task.id);
    if (owner === scope || (owner === undefined && !options.isScoped)) {
      byId.set(task.id, task);
    }
  }
  for (const task of await readAll((next) => options.records.list(next, scope), all)) {
    byId.set(task.id, task);
  }
  return toPage(byId.values(), request);
}

async function readAll(
  list: (request: ListTasksRequest) => Promise<ListTasksResponse>,
  request: ListTasksRequest,
): Promise<Task[]> {
  const tasks: Task[] = [];
  let pageToken = "";
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const next = await list({ ...request, pageToken });
    tasks.push(...next.tasks);
    pageToken = next.nextPageToken;
    if (pageToken === "") {
      break;
    }
  }
  return tasks;
}
