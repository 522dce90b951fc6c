import type { StreamResponse, Task, TaskStatus } from "@a2a-js/sdk";

/** Ends a timestamp that says which zone it is of. */
const ZONE = /(?:z|[+-]\d\d:?\d\d)$/i;

/**
 * A time without a zone is of none (A2A 1.0, section 5.6.1 wants UTC), and clients refuse it. Servers that
 * leave it out mean UTC.
 */
function repairStatus(status: TaskStatus | undefined): TaskStatus | undefined {
  const timestamp = status?.timestamp;
  return status === undefined ||
    timestamp === undefined ||
    timestamp === "" ||
    timestamp.endsWith("Z") ||
    ZONE.test(timestamp)
    ? status
    : { ...status, timestamp: `${timestamp}Z` };
}

/** A task as clients can read it. */
export function repairTask(task: Task): Task {
  const status = repairStatus(task.status);
  return status === task.status ? task : { ...task, status };
}

/** An event as clients can read it. */
export function repairEvent(event: StreamResponse): StreamResponse {
  const { payload } = event;
  switch (payload?.$case) {
    case "task": {
      const value = repairTask(payload.value);
      return value === payload.value ? event : { payload: { $case: "task", value } };
    }
    case "statusUpdate": {
      const status = repairStatus(payload.value.status);
      return status === payload.value.status
        ? event
        : { payload: { $case: "statusUpdate", value: { ...payload.value, status } } };
    }
    case "artifactUpdate":
    case "message":
    case undefined:
      return event;
  }
}
