import { ListTasksRequest, type Task } from "@a2a-js/sdk";
import type { TaskState } from "../agent-task.js";
import { getState } from "../tasks/task-record.js";
import { isIdle, toWireState } from "../tasks/task-state.js";
import type { AgentCalls } from "./agent-calls.js";
import { fromTask } from "./seen-task.js";
import { seeThrough } from "./see-through.js";
import type { FollowWorkOptions } from "./follow-work.js";
import type { TaskTracker } from "./task-tracker.js";

/** The states of a task that is worked on, in their order: one that goes on meanwhile is found as well. */
const WORKING_STATES = ["SUBMITTED", "WORKING"] as const;

/** The most that is asked for at once (A2A 1.0, section 3.1.4). */
const PAGE_SIZE = 100;

/** An agent that names a next page each time does not keep the proxy for ever. */
const MAX_PAGES = 100;

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
  const { calls, log, tracker } = options;
  const running = new Map<string, Task>();
  try {
    for (const state of WORKING_STATES) {
      for await (const task of listTasks(state, calls)) {
        // Some agents list what has ended as well.
        if (!isIdle(getState(task))) {
          running.set(task.id, task);
        }
      }
    }
  } catch (error) {
    log.debug({ err: error }, "The agent does not list what it works on");
  }
  for (const task of running.values()) {
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

async function* listTasks(
  state: TaskState,
  calls: AdoptOptions["calls"],
): AsyncGenerator<Task, void, undefined> {
  const request = ListTasksRequest.fromJSON({ pageSize: PAGE_SIZE, historyLength: 0 });
  let pageToken = "";
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const asked = { ...request, status: toWireState(state), pageToken };
    const { nextPageToken, tasks } = await calls.listTasks(asked, NOBODY);
    yield* tasks;
    if (nextPageToken === "") {
      return;
    }
    pageToken = nextPageToken;
  }
}
