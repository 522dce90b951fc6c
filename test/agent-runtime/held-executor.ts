import type { AgentExecutor, AgentTask } from "@berth/agent-runtime";

/** A task whose executor returns when the test says so. */
export interface HeldTask {
  task: AgentTask;
  /** Lets the executor return, or throw. */
  release: (error?: Error) => void;
}

/** An executor that works on each task until the test lets it go. */
export interface HeldExecutor {
  execute: AgentExecutor;
  /** Resolves to the tasks in the order in which they begin. */
  next: () => Promise<HeldTask>;
  /** How often it was called. */
  readonly calls: number;
}

export function createHeldExecutor(): HeldExecutor {
  const begun: HeldTask[] = [];
  const waiting: ((held: HeldTask) => void)[] = [];
  let calls = 0;
  return {
    get calls() {
      return calls;
    },
    execute: (task) =>
      new Promise<void>((resolve, reject) => {
        calls += 1;
        const held: HeldTask = {
          task,
          release: (error) => {
            if (error === undefined) {
              resolve();
            } else {
              reject(error);
            }
          },
        };
        const waiter = waiting.shift();
        if (waiter === undefined) {
          begun.push(held);
        } else {
          waiter(held);
        }
      }),
    next: () => {
      const held = begun.shift();
      return held === undefined
        ? new Promise((resolve) => waiting.push(resolve))
        : Promise.resolve(held);
    },
  };
}
