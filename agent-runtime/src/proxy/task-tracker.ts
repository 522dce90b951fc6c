import { setMaxListeners } from "node:events";
import type { TaskState } from "../agent-task.js";
import type { Clock } from "../clock.js";
import type { Drain, WorkKind } from "../drain.js";
import { createAgedMap } from "../tasks/aged-map.js";
import type { TaskObserver } from "../tasks/task-observer.js";
import { isIdle } from "../tasks/task-state.js";
import type { TaskScope } from "../tasks/task-store.js";
import { createWorkPlaces } from "../tasks/work-places.js";
import { waitForTurn } from "./wait-for-turn.js";

/** Of how many tasks it is remembered whose they are. Of those that are worked on it always is. */
const MAX_KNOWN_TASKS = 20_000;

export interface TaskTrackerOptions {
  /** Gives leave to work, and is told when the work is over. */
  drain: Pick<Drain, "tryBegin">;
  clock: Pick<Clock, "elapsedMs">;
  observer: Partial<TaskObserver>;
  /** How many tasks are worked on at once; more of them wait. No limit by default. */
  maxConcurrentTasks?: number | undefined;
  /** How many new tasks may wait for their turn. Defaults to 100. */
  maxQueuedTasks?: number | undefined;
}

/** A task as an answer of the agent tells of it. */
export interface SeenTask {
  taskId: string;
  contextId: string;
  state: TaskState;
}

/** What the agent does for one message, from when it is sent until its task has ended or waits. */
export interface TrackedWork {
  /** The task that the agent has made of it, or goes on with. Undefined until it has said so. */
  readonly taskId: string | undefined;
  /** True when the task has ended or waits, or there is none. */
  readonly isOver: boolean;
  /** The agent has told of the task of this work. */
  see: (seen: SeenTask) => void;
  /** It is over, without a task or whatever its task says. Without effect when it is. */
  end: (state: TaskState) => void;
}

/** A task that the agent works on no more, and whose it is. */
export interface EndedTask {
  taskId: string;
  scope: TaskScope;
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
   * Begins work on a message. Resolves when it has its turn.
   *
   * @throws RefusedError while the process goes away, when too much waits, and when the caller goes
   *   away before its turn.
   */
  begin: (
    kind: WorkKind,
    scope: TaskScope,
    getCallerSignal: () => AbortSignal | undefined,
  ) => Promise<TrackedWork>;
  /** The agent has told of a task, whatever it was asked for. */
  see: (seen: SeenTask) => void;
  /** Whose a task is; undefined when that is not known. */
  findScope: (taskId: string) => TaskScope | undefined;
  /** The tasks that have ended or wait for their callers, the one that did so last first. */
  getEnded: () => Generator<EndedTask, void, undefined>;
  /** Waits no longer for what runs. */
  abortAll: () => void;
}

interface KnownTask extends EndedTask {
  isEnded: boolean;
}

/** Makes a tracker without tasks. */
export function createTaskTracker(options: TaskTrackerOptions): TaskTracker {
  const { clock, observer } = options;
  const places = createWorkPlaces(options);
  const working = new Map<string, TrackedWork>();
  const known = createAgedMap<KnownTask>();
  const abortion = new AbortController();
  // Whatever is asked of the agent listens to it.
  setMaxListeners(0, abortion.signal);

  const remember = (task: KnownTask): void => {
    known.set(task.taskId, task);
    const { oldest } = known;
    if (known.size > MAX_KNOWN_TASKS && oldest !== undefined) {
      known.delete(oldest.key);
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

  /** A class: accessors in a literal would be made anew for every message. */
  class Work implements TrackedWork {
    taskId: string | undefined;
    isOver = false;
    #isSilent = true;
    readonly #scope: TaskScope;
    readonly #askedMs: number;
    readonly #beganMs: number;
    readonly #leave: () => void;

    constructor(scope: TaskScope, askedMs: number, leave: () => void) {
      this.#scope = scope;
      this.#askedMs = askedMs;
      this.#beganMs = clock.elapsedMs();
      this.#leave = leave;
      observer.onWorkBegin?.(this.#beganMs - askedMs);
    }

    see(seen: SeenTask): void {
      if (this.#isSilent) {
        this.#isSilent = false;
        observer.onFirstEvent?.(clock.elapsedMs() - this.#askedMs);
      }
      if (this.taskId === undefined && seen.taskId !== "") {
        this.#identify(seen);
      }
      const isEnded = isIdle(seen.state);
      remember({ taskId: seen.taskId, scope: this.#scope, isEnded });
      if (isEnded) {
        working.get(seen.taskId)?.end(seen.state);
      }
    }

    end(state: TaskState): void {
      if (!this.isOver) {
        observer.onIdle?.(state);
        observer.onWorkEnd?.(state, clock.elapsedMs() - this.#beganMs);
        this.#finish();
      }
    }

    #identify({ contextId, taskId }: SeenTask): void {
      this.taskId = taskId;
      observer.onAccepted?.({ taskId, contextId, scope: this.#scope });
      if (working.has(taskId)) {
        // Another message of the same task is at work: it is one task.
        this.#finish();
      } else {
        working.set(taskId, this);
      }
    }

    #finish(): void {
      this.isOver = true;
      if (this.taskId !== undefined && working.get(this.taskId) === this) {
        working.delete(this.taskId);
      }
      this.#leave();
    }
  }

  const begin: TaskTracker["begin"] = async (kind, scope, getCallerSignal) => {
    const askedMs = clock.elapsedMs();
    const leave = await enter(kind, getCallerSignal);
    return new Work(scope, askedMs, leave);
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
      const task = known.get(seen.taskId);
      if (task !== undefined) {
        remember({ ...task, isEnded: isIdle(seen.state) });
      }
      if (isIdle(seen.state)) {
        working.get(seen.taskId)?.end(seen.state);
      }
    },
    findScope: (taskId) => known.get(taskId)?.scope,
    *getEnded() {
      for (const { isEnded, scope, taskId } of known.values()) {
        if (isEnded) {
          yield { taskId, scope };
        }
      }
    },
    abortAll: () => {
      abortion.abort();
    },
  };
}
