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
  /** Is told how much is worked on or waits whenever that has changed. */
  onCount?: ((count: number) => void) | undefined;
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
  /**
   * Takes a place in the drain alone, for work on a task that has its place already. Returns what leaves
   * it.
   *
   * @throws RefusedError when nothing is waited for any longer.
   */
  join: () => () => void;
}

/** Makes places for work. */
export function createWorkPlaces(options: WorkPlacesOptions): WorkPlaces {
  const { drain, onCount } = options;
  const queue = createWorkQueue(options);
  const tellCount = (): void => {
    onCount?.(queue.activeCount + queue.queuedCount);
  };
  const begin = (kind: WorkKind): (() => void) => {
    const leaveDrain = drain.tryBegin(kind);
    if (leaveDrain === undefined) {
      throw new RefusedError(
        "AGENT_DRAINING",
        "The agent is going away and takes no new tasks. Send the message again: another replica takes it.",
      );
    }
    return leaveDrain;
  };
  return {
    get activeCount() {
      return queue.activeCount;
    },
    get queuedCount() {
      return queue.queuedCount;
    },
    capacity: queue.capacity,
    enter: (kind, onTurn) => {
      const leaveDrain = begin(kind);
      const place = queue.tryEnter(kind, onTurn);
      if (place === undefined) {
        leaveDrain();
        throw new RefusedError(
          "AGENT_OVERLOADED",
          `The agent has as many tasks as it may: it works on ${queue.activeCount}, and ${queue.queuedCount} wait. Send the message again later.`,
          { retryAfterSeconds: queue.retrySeconds },
        );
      }
      tellCount();
      return {
        hasTurn: place.hasTurn,
        leave: () => {
          // The next one has its turn before the drain could end.
          place.leave();
          leaveDrain();
          tellCount();
        },
      };
    },
    join: () => begin("follow-up"),
  };
}
