import type { StreamResponse, Task } from "@a2a-js/sdk";
import type { Clock } from "../clock.js";
import { followTask } from "../peers/follow-task.js";
import { withStatus } from "../tasks/task-record.js";
import type { TaskScope, TaskStore } from "../tasks/task-store.js";
import type { AgentCalls } from "./agent-calls.js";
import { createLossUpdate, RESTART, TERMINATION } from "./lost-task.js";
import { fromTask } from "./seen-task.js";
import type { TrackedWork } from "./task-tracker.js";

export interface FollowWorkOptions {
  calls: Pick<AgentCalls, "getTask">;
  /** Takes the tasks that the agent does not know any more. */
  records: Pick<TaskStore, "save">;
  clock: Clock;
  /** Aborted when what runs is not waited for any longer. */
  signal: AbortSignal;
}

/**
 * Sees a task through that nobody watches: asks the agent again and again until the task has ended or
 * waits. Yields each change, and the whole task at the end. A task that the agent has lost ends as
 * `FAILED`, and is kept as that.
 */
export async function* followWork(
  work: TrackedWork,
  first: Task,
  scope: TaskScope,
  options: FollowWorkOptions,
): AsyncGenerator<Task, void, undefined> {
  const { calls, signal } = options;
  const client = { getTask: ({ id }: { id: string }) => calls.getTask(id, undefined, 0) };
  let task = first;
  try {
    for await (const { payload } of followTask(first, { ...options, client })) {
      if (payload?.$case === "task") {
        task = payload.value;
        work.see(fromTask(task));
        yield task;
      }
    }
  } catch {
    // Its connection is gone, or what it answers is no task: either way nobody works on it any more.
  }
  if (!work.isOver) {
    yield await loseTask(work, task, scope, options, signal.aborted);
  }
}

/** Ends a task that the agent has lost, and keeps it as that. */
export async function loseTask(
  work: TrackedWork,
  task: Task,
  scope: TaskScope,
  { clock, records }: Pick<FollowWorkOptions, "clock" | "records">,
  isLeaving: boolean,
): Promise<Task> {
  const loss = isLeaving ? TERMINATION : RESTART;
  const lost = withStatus(task, createLossUpdate(task, loss, clock.now()));
  await records.save(lost, scope);
  work.see(fromTask(lost));
  return lost;
}

/**
 * What a reader of a stream is told of a whole task that it has seen the beginning of: what it has made,
 * then how it is. A second task in a stream would be an error to its client.
 */
export function* toUpdates(task: Task): Generator<StreamResponse, void, undefined> {
  const { artifacts, contextId, id: taskId, status } = task;
  const ids = { taskId, contextId, metadata: undefined };
  for (const artifact of artifacts) {
    yield {
      payload: {
        $case: "artifactUpdate",
        value: { ...ids, artifact, append: false, lastChunk: true },
      },
    };
  }
  yield { payload: { $case: "statusUpdate", value: { ...ids, status } } };
}
