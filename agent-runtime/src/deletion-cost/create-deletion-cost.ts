import type { AgentLog } from "../agent-task.js";
import type { Clock } from "../clock.js";
import type { DrainState } from "../drain.js";
import { ApiServerError } from "../kubernetes-api/api-server-error.js";
import { createCostWriter } from "./cost-writer.js";
import type { DeletionCostSettings } from "./settings.js";
import { toDeletionCost } from "./task-cost.js";
import { writeAnnotation } from "./write-annotation.js";

/** Tells the cluster what the deletion of this pod costs, so that the idlest ones are removed first. */
export interface DeletionCost {
  /** So many tasks are worked on or wait. */
  onCount: (taskCount: number) => void;
  /** A pod that goes away is not up for choice any more. */
  onStateChange: (state: DrainState) => void;
  close: () => void;
}

/** Makes what tells it, or nothing without settings. No task and no drain waits for it. */
export function createDeletionCost(
  settings: DeletionCostSettings | undefined,
  { clock, log }: { clock: Clock; log: AgentLog },
): DeletionCost | undefined {
  if (settings === undefined) {
    return undefined;
  }
  const knownFailures = new Set<string>();
  const writer = createCostWriter({
    clock,
    write: (cost, signal) => writeAnnotation(settings, cost, signal),
    onWritten: (cost) => {
      knownFailures.clear();
      log.debug({ cost }, "The deletion cost of the pod was written");
    },
    onFailure: (error) => {
      const kind = error instanceof ApiServerError ? error.kind : "unknown";
      // A cluster that refuses does so again and again.
      const level = knownFailures.has(kind) ? "debug" : "warn";
      knownFailures.add(kind);
      log[level](
        { err: error },
        "The deletion cost of the pod could not be written: it may be removed before an idler one",
      );
    },
  });
  return {
    onCount: (taskCount) => {
      writer.set(toDeletionCost(taskCount));
    },
    onStateChange: (state) => {
      if (state === "ready") {
        writer.start();
      } else {
        writer.stop();
      }
    },
    close: writer.stop,
  };
}
