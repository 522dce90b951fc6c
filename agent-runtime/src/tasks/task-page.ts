import {
  type ListTasksRequest,
  type ListTasksResponse,
  type Task,
  TaskState as WireState,
} from "@a2a-js/sdk";
import { RequestMalformedError } from "@a2a-js/sdk/errors";

/** How many tasks a page has when the caller does not say (A2A 1.0, section 3.1.4). */
const DEFAULT_PAGE_SIZE = 50;

/** How many pages of candidates are kept until they are sorted, and all but one page dropped. */
const CANDIDATE_PAGES = 4;

/**
 * One page of the tasks that a request asks for, the one whose status changed last first.
 *
 * It goes through the tasks once and sorts no more than some pages of them at a time: a store of
 * many tasks is listed in little more than the time that it takes to look at each, above all when the
 * latest ones come first.
 */
export function toPage(all: Iterable<Task>, request: ListTasksRequest): ListTasksResponse {
  const { pageSize = DEFAULT_PAGE_SIZE, includeArtifacts = false } = request;
  const isMatch = createMatcher(request);
  const start = fromPageToken(request.pageToken);
  // The newest ones of those seen, and one more that tells whether there is a next page.
  const kept = pageSize + 1;
  let candidates: Task[] = [];
  let oldest: Task | undefined;
  let totalSize = 0;

  for (const task of all) {
    if (!isMatch(task)) {
      continue;
    }
    totalSize += 1;
    const isBeforeStart = start !== undefined && compareTo(task, start.timestamp, start.id) <= 0;
    if (isBeforeStart || (oldest !== undefined && compare(task, oldest) > 0)) {
      continue;
    }
    candidates.push(task);
    if (candidates.length === kept * CANDIDATE_PAGES) {
      candidates = candidates.sort(compare).slice(0, kept);
      oldest = candidates.at(-1);
    }
  }
  candidates.sort(compare);
  const tasks = candidates.slice(0, pageSize);
  const last = tasks.at(-1);
  return {
    tasks: includeArtifacts ? tasks : tasks.map((task) => ({ ...task, artifacts: [] })),
    nextPageToken: last !== undefined && candidates.length > pageSize ? toPageToken(last) : "",
    pageSize,
    totalSize,
  };
}

function createMatcher({
  contextId,
  status,
  statusTimestampAfter,
}: ListTasksRequest): (task: Task) => boolean {
  const afterMs = statusTimestampAfter === undefined ? undefined : Date.parse(statusTimestampAfter);
  const isAnyState = status === WireState.TASK_STATE_UNSPECIFIED;
  return (task) =>
    (contextId === "" || task.contextId === contextId) &&
    (isAnyState || status === task.status?.state) &&
    (afterMs === undefined || Date.parse(getTimestamp(task)) >= afterMs);
}

/** Where a task is in the order of a list. */
interface Cursor {
  timestamp: string;
  id: string;
}

/** Timestamps in UTC sort as texts. */
function getTimestamp(task: Task): string {
  return task.status?.timestamp ?? "";
}

/** Negative when the first one is listed before the second. */
function compare(a: Task, b: Task): number {
  return compareTo(a, getTimestamp(b), b.id);
}

function compareTo(task: Task, timestamp: string, id: string): number {
  const own = getTimestamp(task);
  if (own === timestamp) {
    return task.id === id ? 0 : task.id > id ? -1 : 1;
  }
  return own > timestamp ? -1 : 1;
}

function toPageToken(task: Task): string {
  return Buffer.from(`${getTimestamp(task)} ${task.id}`).toString("base64url");
}

/** What a token holds that comes from here. */
const PAGE_CURSOR = /^(?<timestamp>\d{4}-\d\d-\d\dT[\d:.]+Z) (?<id>.+)$/;

/** @throws RequestMalformedError when the token does not come from here. */
function fromPageToken(token: string): Cursor | undefined {
  if (token === "") {
    return undefined;
  }
  const cursor = PAGE_CURSOR.exec(Buffer.from(token, "base64url").toString())?.groups;
  if (cursor === undefined) {
    throw new RequestMalformedError("'pageToken' must be the 'nextPageToken' of an earlier page.");
  }
  return { timestamp: cursor["timestamp"] ?? "", id: cursor["id"] ?? "" };
}
