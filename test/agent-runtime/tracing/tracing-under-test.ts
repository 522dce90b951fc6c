import type { Task, TaskState } from "@a2a-js/sdk";
import type { AgentTask } from "@berth/agent-runtime";
import { onTestFinished } from "vitest";
import { type Clock, systemClock } from "../../../agent-runtime/src/clock.ts";
import { createTracing, type Tracing } from "../../../agent-runtime/src/tracing/tracing.ts";
import { createRecordedLog, type RecordedLog } from "../recorded-log.ts";

/** Who calls, as a trace names it. */
export const CALLER = { traceId: "0af7651916cd43dd8448eb211c80319c", spanId: "b7ad6b7169203331" };
export const TRACEPARENT = `00-${CALLER.traceId}-${CALLER.spanId}-01`;

/** Traces an agent until the test is over. */
export async function startTracing(
  url: string | undefined,
  { name = "Research", ...change }: { name?: string; log?: RecordedLog; clock?: Clock } = {},
): Promise<Tracing> {
  const settings =
    url === undefined
      ? undefined
      : { url, serviceName: undefined, podName: "research-0", podNamespace: "agents" };
  const tracing = createTracing({
    settings,
    agent: { name, version: "1.4.0" },
    clock: systemClock,
    log: createRecordedLog(),
    ...change,
  });
  onTestFinished(() => tracing.close());
  await tracing.start();
  return tracing;
}

/** A task, as an executor gets it. */
export function createTask(id = "t1"): AgentTask {
  return { id, contextId: "c1" } as AgentTask;
}

/** Tells that a task is in a state, as the tasks do. */
export function tell({ taskObserver }: Tracing, state: TaskState, id = "t1"): void {
  const status = { state, message: undefined, timestamp: undefined };
  const task: Task = {
    id,
    contextId: "c1",
    status,
    artifacts: [],
    history: [],
    metadata: undefined,
  };
  taskObserver.onUpdate("scope", task, { payload: undefined });
}

/** Tells that a message is accepted, as the tasks do. */
export function accept({ taskObserver }: Tracing, taskId = "t1"): void {
  taskObserver.onAccepted({ taskId, contextId: "c1", scope: "scope" });
}
