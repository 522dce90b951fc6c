import { setMaxListeners } from "node:events";
import type { WorkKind } from "../drain.js";
import { createAgedMap } from "../tasks/aged-map.js";
import type { TaskObserver } from "../tasks/task-observer.js";
import { isIdle, isTerminal } from "../tasks/task-state.js";
import type { TaskScope } from "../tasks/task-store.js";
import { createWorkPlaces, type WorkPlacesOptions } from "../tasks/work-places.js";
import { type SeenTask, type TrackedWork, Work } from "./tracked-work.js";
import { waitForTurn } from "./wait-for-turn.js";

/** How many tasks are known. Those that are worked on always are. */
const MAX_KNOWN_TASKS = 20_000;

export interface TaskTrackerOptions extends WorkPlacesOptions {
  observer: Partial<TaskObserver>;
}

/** Whose a task is. */
export interface TaskOwner {
  scope: TaskScope;
  /** Whose agent was called. Empty: nobody's in particular. */
  tenant: string;
}

/** A task that the agent works on no more, and whose it is. */
export interface EndedTask extends TaskOwner {
  taskId: string;
}

/** A message that is to be worked on. */
export interface WorkRequest {
  /** Undefined when that is not known. */
  owner: TaskOwner | undefined;
  /** The task that it goes on with; undefined for a new one. */
  taskId: string | undefined;
  /** Makes the signal that is aborted when the caller goes away. */
  getCallerSignal: () => AbortSignal | undefined;
}

/**
 * Knows what the agent behind the proxy works on, by what it answers. Requests are not tasks: a caller that
 * goes away ends none, and an answer that comes at once may begin one.
 */
export interface TaskTracker {
  /** How many tasks the agent works on. */
  readonly activeCount: number;
  /** How many messages wait for their turn. */
  readonly queuedCount: number;
  /** How many tasks the agent may work on at once; undefined when there is no limit. */
  readonly capacity: number | undefined;
  /** Aborted when what runs is not waited for any longer. */
  readonly abortSignal: AbortSignal;
  /**
   * Begins work on a message. Resolves when it has its turn. A message of a task that is worked on has
   * its turn at once, and is waited for by a drain as the task is.
   *
   * @throws RefusedError while the process goes away, when too much waits, and when the caller goes
   *   away before its turn.
   */
  begin: (request: WorkRequest) => Promise<TrackedWork>;
  /** The agent has told of a task, whatever it was asked for. */
  see: (seen: SeenTask) => void;
  /** Whose a task is; undefined when that is not known. */
  findScope: (taskId: string) => TaskScope | undefined;
  /** The tasks of known owners that have ended or wait for them, the one that did so last first. */
  getEnded: () => Generator<EndedTask, void, undefined>;
  /** Waits no longer for what runs. */
  abortAll: () => void;
}

interface KnownTask {
  readonly taskId: string;
  /** Undefined when that is not known. */
  owner: TaskOwner | undefined;
  isEnded: boolean;
  /** What the agent does for it. More than one message of a task may be at work. */
  works: readonly Work[];
}

/** Makes a tracker without tasks. */
export function createTaskTracker(options: TaskTrackerOptions): TaskTracker {
  const { clock, observer } = options;
  const places = createWorkPlaces(options);
  const known = createAgedMap<KnownTask>();
  const abortion = new AbortController();
  // Whatever is asked of the agent listens to it.
  setMaxListeners(0, abortion.signal);

  const remember = ({ state, taskId }: SeenTask, owner: TaskOwner | undefined): void => {
    const task = known.get(taskId) ?? { taskId, owner, isEnded: false, works: [] };
    // Whoever an agent tells of a task of somebody else does not own it.
    task.owner ??= owner;
    task.isEnded = isIdle(state);
    known.set(taskId, task);
    for (let surplus = known.size - MAX_KNOWN_TASKS; surplus > 0; surplus -= 1) {
      const { oldest } = known;
      if (oldest !== undefined && oldest.value.works.length > 0) {
        known.set(oldest.key, oldest.value);
      } else if (oldest !== undefined) {
        known.delete(oldest.key);
      }
    }
  };
  const endAll = ({ state, taskId }: SeenTask): void => {
    const task = known.get(taskId);
    if (task !== undefined) {
      const { works } = task;
      task.works = [];
      for (const work of works) {
        work.end(state);
      }
    }
  };
  const identify = (work: Work): void => {
    const task = known.get(work.taskId ?? "");
    if (task !== undefined && !task.works.includes(work)) {
      // It is one task, and was counted.
      work.isJoined ||= task.works.length > 0;
      task.works = [...task.works, work];
    }
  };
  const forget = (work: Work): void => {
    const task = known.get(work.taskId ?? "");
    if (task !== undefined) {
      task.works = task.works.filter((other) => other !== work);
    }
  };

  /** Takes a place in the drain and one in the queue. Resolves when it is this one's turn. */
  const enter = async (
    kind: WorkKind,
    getCallerSignal: () => AbortSignal | undefined,
  ): Promise<() => void> => {
    let turn: PromiseWithResolvers<true> | undefined;
    const { hasTurn, leave } = places.enter(kind, () => turn?.resolve(true));
    if (!hasTurn) {
      turn = Promise.withResolvers<true>();
      const callerSignal = getCallerSignal();
      await waitForTurn(turn, [abortion.signal, ...(callerSignal ? [callerSignal] : [])], leave);
    }
    return leave;
  };

  const begin: TaskTracker["begin"] = async ({ getCallerSignal, owner, taskId }) => {
    const askedMs = clock.elapsedMs();
    const isJoined = taskId !== undefined && (known.get(taskId)?.works.length ?? 0) > 0;
    let leave = isJoined
      ? places.join()
      : await enter(taskId === undefined ? "new" : "follow-up", getCallerSignal);
    /** A task that waited is worked on again, and nobody has sent a message. */
    const goOn = (work: Work): void => {
      try {
        ({ leave } = places.enter("follow-up", () => undefined));
        work.goOn();
      } catch {
        // Nothing is waited for any longer.
      }
    };
    return new Work({
      observer,
      clock,
      askedMs,
      isJoined,
      onSeen: (work, seen) => {
        const isIdleNow = isIdle(seen.state);
        if (work.isOver && !isIdleNow && work.taskId === seen.taskId) {
          goOn(work);
        }
        if (seen.taskId !== "") {
          remember(seen, owner);
        }
        if (!work.isOver) {
          identify(work);
        }
        if (isTerminal(seen.state)) {
          endAll(seen);
        } else if (isIdleNow) {
          // Another message of the same task may have the agent at work by now.
          work.end(seen.state);
        }
      },
      onOver: (work) => {
        forget(work);
        leave();
      },
    });
  };

  return {
    get activeCount() {
      return places.activeCount;
    },
    get queuedCount() {
      return places.queuedCount;
    },
    capacity: places.capacity,
    abortSignal: abortion.signal,
    begin,
    see: (seen) => {
      if (known.get(seen.taskId) !== undefined) {
        remember(seen, undefined);
      }
      // That it waits may be old: it is worked on again when its next message was sent before.
      if (isTerminal(seen.state)) {
        endAll(seen);
      }
    },
    findScope: (taskId) => known.get(taskId)?.owner?.scope,
    *getEnded() {
      for (const { isEnded, owner, taskId } of known.values()) {
        if (isEnded && owner !== undefined) {
          yield { taskId, ...owner };
        }
      }
    },
    abortAll: () => {
      abortion.abort();
    },
  };
}
