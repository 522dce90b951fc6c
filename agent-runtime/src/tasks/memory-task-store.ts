import {
  type ListTasksRequest,
  type ListTasksResponse,
  type Part,
  type Task,
  TaskState as WireState,
} from "@a2a-js/sdk";
import { getState } from "./task-record.js";
import { isIdle } from "./task-state.js";
import type { TaskScope, TaskStore } from "./task-store.js";

/** What the tasks that nobody works on may take of the memory, roughly. */
const DEFAULT_MAX_IDLE_TASK_BYTES = 64 * 1024 * 1024;

/** How many tasks a page has when the caller does not say (A2A 1.0, section 3.1.4). */
const DEFAULT_PAGE_SIZE = 50;

/** What data counts that is nested too deeply to be written as JSON. */
const UNWRITABLE_BYTES = 10 * 1024 * 1024;

/** What a record takes besides its content. */
const RECORD_BYTES = 4 * 1024;

interface Entry {
  task: Task;
  scope: TaskScope;
  /** Counted while nobody works on the task. */
  idleBytes: number;
}

/**
 * Keeps tasks in memory. When those that nobody works on take more than `maxIdleBytes`, the ones
 * that changed longest ago are forgotten; the last one to change never is.
 */
export function createMemoryTaskStore(maxIdleBytes = DEFAULT_MAX_IDLE_TASK_BYTES): TaskStore {
  // In the order of their last change.
  const entries = new Map<string, Entry>();
  let idleBytes = 0;

  const forgetOldest = (latestId: string): void => {
    for (const [id, entry] of entries) {
      if (idleBytes <= maxIdleBytes || id === latestId) {
        return;
      }
      if (entry.idleBytes > 0) {
        idleBytes -= entry.idleBytes;
        entries.delete(id);
      }
    }
  };

  return {
    load: (id, scope) => {
      const entry = entries.get(id);
      return Promise.resolve(entry?.scope === scope ? entry.task : undefined);
    },
    save: (task, scope) => {
      // Before the former record goes: what cannot be counted is not kept.
      const entry = { task, scope, idleBytes: isIdle(getState(task)) ? estimateBytes(task) : 0 };
      idleBytes -= entries.get(task.id)?.idleBytes ?? 0;
      entries.delete(task.id);
      idleBytes += entry.idleBytes;
      entries.set(task.id, entry);
      forgetOldest(task.id);
      return Promise.resolve();
    },
    list: (request, scope) => {
      const own = [...entries.values()].filter((entry) => entry.scope === scope);
      return Promise.resolve(
        toPage(
          own.map(({ task }) => task),
          request,
        ),
      );
    },
  };
}

function toPage(all: readonly Task[], request: ListTasksRequest): ListTasksResponse {
  const { pageSize = DEFAULT_PAGE_SIZE, includeArtifacts = false } = request;
  const matching = all
    .filter((task) => matches(task, request))
    .sort((a, b) => (toCursor(a) < toCursor(b) ? 1 : -1));
  const rest =
    request.pageToken === ""
      ? matching
      : matching.filter((task) => toCursor(task) < fromPageToken(request.pageToken));
  const tasks = rest.slice(0, pageSize);
  const last = tasks.at(-1);
  return {
    tasks: includeArtifacts ? tasks : tasks.map((task) => ({ ...task, artifacts: [] })),
    nextPageToken: last !== undefined && rest.length > tasks.length ? toPageToken(last) : "",
    pageSize,
    totalSize: matching.length,
  };
}

function matches(
  task: Task,
  { contextId, status, statusTimestampAfter }: ListTasksRequest,
): boolean {
  const isInState = status === WireState.TASK_STATE_UNSPECIFIED || status === task.status?.state;
  const timestamp = task.status?.timestamp ?? "";
  return (
    (contextId === "" || task.contextId === contextId) &&
    isInState &&
    (statusTimestampAfter === undefined ||
      Date.parse(timestamp) >= Date.parse(statusTimestampAfter))
  );
}

/** Orders tasks by the last change of their status; timestamps in UTC sort as texts. */
function toCursor(task: Task): string {
  return `${task.status?.timestamp ?? ""} ${task.id}`;
}

function toPageToken(task: Task): string {
  return Buffer.from(toCursor(task)).toString("base64url");
}

function fromPageToken(token: string): string {
  return Buffer.from(token, "base64url").toString();
}

function estimateBytes(task: Task): number {
  const contents = [...task.history, ...task.artifacts].flatMap(({ parts }) => parts);
  return contents.reduce((sum, part) => sum + getContentBytes(part), RECORD_BYTES);
}

function getContentBytes({ content }: Part): number {
  switch (content?.$case) {
    case "text":
    case "url":
    case "raw":
      return content.value.length;
    case "data":
      return getJsonBytes(content.value);
    case undefined:
      return 0;
  }
}

function getJsonBytes(data: unknown): number {
  try {
    return JSON.stringify(data).length;
  } catch {
    return UNWRITABLE_BYTES;
  }
}
