import type { Drain, WorkKind } from "../drain.js";
import { RefusedError } from "../errors.js";
import {
  createWorkQueue,
  type WorkPlace,
  type WorkQueue,
  type WorkQueueOptions,
} from "./work-queue.js";

export interface WorkPlacesOptions extends WorkQueueOptions {
  /** Gives leave to work, and is told when the work is over. */
  drain: Pick<Drain, "tryBegin">;
}

/** Lets work in as the drain and the queue have it. */
export interface WorkPlaces extends Pick<WorkQueue, "activeCount" | "capacity" | "queuedCount"> {
  /**
   * Takes places for a piece of work: in the drain, and among what is worked on or waits. When it has no
   * turn yet, `onTurn` is called when it has.
   *
   * @throws RefusedError while the process goes away, and when too much waits.
   */
  enter: (kind: WorkKind, onTurn: () => void) => WorkPlace;
}

/** Makes places for work. */
export function createWorkPlaces(options: WorkPlacesOptions): WorkPlaces {
  const { drain } = options;
  const queue = createWorkQueue(options);
  return {
    get activeCount() {
      return queue.activeCount;
    },
    get queuedCount() {
      return queue.queuedCount;
    },
    capacity: queue.capacity,
    enter: (kind, onTurn) => {
      const leaveDrain = drain.tryBegin(kind);
      if (leaveDrain === undefined) {
        throw new RefusedError(
          "AGENT_DRAINING",
          "The agent is going away and takes no new tasks. Send the message again: another replica takes it.",
        );
      }
      const place = queue.tryEnter(kind, onTurn);
      if (place === undefined) {
        leaveDrain();
        throw new RefusedError(
          "AGENT_OVERLOADED",
          `The agent has as many tasks as it may: it works on ${queue.activeCount}, and ${queue.queuedCount} wait. Send the message again later.`,
          { retryAfterSeconds: queue.retrySeconds },
        );
      }
      return {
        hasTurn: place.hasTurn,
        leave: () => {
          // The next one has its turn before the drain could end.
          place.leave();
          leaveDrain();
        },
      };
    },
  };
}
