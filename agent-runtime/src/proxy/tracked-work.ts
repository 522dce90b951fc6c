import type { TaskState } from "../agent-task.js";
import type { Clock } from "../clock.js";
import type { TaskObserver } from "../tasks/task-observer.js";

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
  /** The agent has not taken the message: there is no task. Without effect when it is over. */
  drop: () => void;
}

export interface WorkOptions {
  observer: Partial<TaskObserver>;
  clock: Pick<Clock, "elapsedMs">;
  /** When the message was taken. */
  askedMs: number;
  /** It is another message of a task that is worked on. */
  isJoined: boolean;
  /** Is told what the agent says of its task. */
  onSeen: (work: Work, seen: SeenTask) => void;
  /** Is told when it is over. */
  onOver: (work: Work) => void;
}

/** A class: accessors in a literal would be made anew for every message. */
export class Work implements TrackedWork {
  taskId: string | undefined;
  isOver = false;
  /** Another work on the same task is counted. */
  isJoined: boolean;
  #isSilent = true;
  readonly #options: WorkOptions;
  #beganMs: number;

  /** It has its turn. */
  constructor(options: WorkOptions) {
    this.#options = options;
    this.isJoined = options.isJoined;
    this.#beganMs = options.clock.elapsedMs();
    if (!options.isJoined) {
      options.observer.onWorkBegin?.(this.#beganMs - options.askedMs);
    }
  }

  /** It goes on by itself, after it was over since its task waited. */
  goOn(): void {
    const { clock, observer } = this.#options;
    this.isOver = false;
    this.#beganMs = clock.elapsedMs();
    if (!this.isJoined) {
      observer.onWorkBegin?.(0);
    }
  }

  see(seen: SeenTask): void {
    const { askedMs, clock, observer } = this.#options;
    if (this.#isSilent) {
      this.#isSilent = false;
      if (!this.isJoined) {
        observer.onFirstEvent?.(clock.elapsedMs() - askedMs);
      }
    }
    if (seen.taskId !== "") {
      this.taskId ??= seen.taskId;
    }
    this.#options.onSeen(this, seen);
  }

  end(state: TaskState): void {
    const { clock, observer } = this.#options;
    if (this.isOver) {
      return;
    }
    if (!this.isJoined) {
      observer.onIdle?.(state);
      observer.onWorkEnd?.(state, clock.elapsedMs() - this.#beganMs);
    }
    this.drop();
  }

  drop(): void {
    if (!this.isOver) {
      this.isOver = true;
      this.#options.onOver(this);
    }
  }
}
