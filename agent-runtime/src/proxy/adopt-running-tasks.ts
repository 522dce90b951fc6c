import { ListTasksRequest, type Task } from "@a2a-js/sdk";
import type { TaskState } from "../agent-task.js";
import { getState } from "../tasks/task-record.js";
import { toWireState } from "../tasks/task-state.js";
import type { AgentCalls } from "./agent-calls.js";
import { fromTask } from "./seen-task.js";
import { seeThrough } from "./see-through.js";
import type { FollowWorkOptions } from "./follow-work.js";
import type { TaskTracker } from "./task-tracker.js";

/** The states of a task that is worked on, in their order: one that goes on meanwhile is found as well. */
const WORKING_STATES = ["SUBMITTED", "WORKING"] as const;

/** The most that is asked for at once (A2A 1.0, section 3.1.4). */
const PAGE_SIZE = 100;

/** How many pages are read of each state: each task of them is asked for again and again. */
const MAX_PAGES = 10;

/** A drain waits for the list. */
const LIST_TIMEOUT_MS = 5_000;

/** Nobody in particular: the tasks of all whom the agent shows to those that say nothing of themselves. */
const NOBODY = { tenant: "" };

export interface AdoptOptions extends FollowWorkOptions {
  calls: Pick<AgentCalls, "getTask" | "listTasks">;
  tracker: Pick<TaskTracker, "begin" | "findScope">;
}

/**
 * Counts and sees through what an agent works on that was there before the proxy: a proxy that was started
 * anew beside it knows nothing of its tasks, and a drain would not wait for them. Whose they are stays
 * unknown. An agent that lists no tasks keeps them to itself.
 */
export async function adoptRunningTasks(options: AdoptOptions): Promise<void> {
  const { log, tracker } = options;
  for (const task of (await listRunning(options)).values()) {
    if (tracker.findScope(task.id) !== undefined) {
      continue;
    }
    log.info({ taskId: task.id }, "The agent works on a task that began before this process");
    const work = await tracker.begin({
      taskId: task.id,
      owner: undefined,
      getCallerSignal: () => undefined,
    });
    work.see(fromTask(task));
    void seeThrough(task, { work, scope: undefined, asking: NOBODY }, options);
  }
}

/** By their ids, as far as the agent tells in time. */
async function listRunning({ calls, clock, log }: AdoptOptions): Promise<Map<string, Task>> {
  const running = new Map<string, Task>();
  const cut = new AbortController();
  const cancelTimer = clock.startTimer(LIST_TIMEOUT_MS, () => {
    cut.abort();
  });
  for (const state of WORKING_STATES) {
    // Many agents list nothing at all.
    let level: "debug" | "warn" = "debug";
    try {
      for await (const tasks of listPages(state, calls, cut.signal)) {
        level = "warn";
        for (const task of tasks) {
          running.set(task.id, task);
        }
      }
    } catch (error) {
      log[level]({ err: error, state }, "The agent does not list all that it works on");
    }
  }
  cancelTimer();
  return running;
}

async function* listPages(
  state: TaskState,
  calls: AdoptOptions["calls"],
  signal: AbortSignal,
): AsyncGenerator<Task[], void, undefined> {
  const request = ListTasksRequest.fromJSON({ pageSize: PAGE_SIZE, historyLength: 0 });
  let pageToken = "";
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const asked = { ...request, status: toWireState(state), pageToken };
    const { nextPageToken, tasks } = await calls.listTasks(asked, NOBODY, signal);
    // Some agents list what has ended as well.
    yield tasks.filter((task) => getState(task) === state);
    if (nextPageToken === "") {
      return;
    }
    pageToken = nextPageToken;
  }
  throw new Error(`It lists more than ${MAX_PAGES} pages.`);
}
