import type { Task } from "@a2a-js/sdk";
import { ListTasksRequest } from "@a2a-js/sdk";
import { describe, expect, it } from "vitest";
import { createMemoryTaskStore } from "../../../agent-runtime/src/tasks/memory-task-store.ts";
import { SAVE_INTERVAL_MS } from "../../../agent-runtime/src/tasks/save-schedule.ts";
import { getState } from "../../../agent-runtime/src/tasks/task-record.ts";
import type { TaskStore } from "../../../agent-runtime/src/tasks/task-store.ts";
import {
  createRegistryUnderTest,
  describeTask,
  SCOPE,
  settle,
  toMessage,
} from "./registry-under-test.ts";

/** A store that writes down what it is asked to save. */
function createRecordingStore(change: Partial<TaskStore> = {}): {
  saved: Task[];
  store: TaskStore;
} {
  const saved: Task[] = [];
  const kept = createMemoryTaskStore();
  const store: TaskStore = {
    ...kept,
    save: async (task, scope) => {
      await kept.save(task, scope);
      saved.push(task);
    },
    ...change,
  };
  return { saved, store };
}

describe("the record of a task", () => {
  it("is saved once when the task is done at once", async () => {
    const { saved, store } = createRecordingStore();
    const { registry } = createRegistryUnderTest({ executor: () => undefined, store });
    const run = registry.begin(toMessage("go"), SCOPE);
    await run.settled;
    expect(saved).toEqual([run.task]);
  });

  it("is saved every 250 ms while it changes, not for every change, and not when it does not", async () => {
    const { saved, store } = createRecordingStore();
    const { clock, held, registry } = createRegistryUnderTest({ store });
    const run = registry.begin(toMessage("go"), SCOPE);
    const { release, task } = await held.next();
    clock.advance(SAVE_INTERVAL_MS);
    await settle();
    for (const text of ["one", "two", "three"]) {
      task.report(text);
    }
    clock.advance(SAVE_INTERVAL_MS - 1);
    await settle();
    expect(saved.map(describeTask)).toEqual(["WORKING"]);
    clock.advance(1);
    await settle();
    expect(saved.map(describeTask)).toEqual(["WORKING", "WORKING: three"]);
    clock.advance(10 * SAVE_INTERVAL_MS);
    expect(saved).toHaveLength(2);
    release();
    await run.settled;
    expect(saved).toHaveLength(3);
  });

  it("is saved in time also when another task ends meanwhile", async () => {
    const { saved, store } = createRecordingStore();
    const { clock, held, registry } = createRegistryUnderTest({ store });
    registry.begin(toMessage("a"), SCOPE);
    const other = registry.begin(toMessage("b"), SCOPE);
    await held.next();
    (await held.next()).release();
    await other.settled;
    clock.advance(SAVE_INTERVAL_MS);
    await settle();
    expect(saved.map(describeTask)).toEqual(["COMPLETED", "WORKING"]);
    expect(clock.pendingTimers).toBe(0);
  });

  it("is in the store before the caller is told that the task has ended", async () => {
    let finish = (): void => undefined;
    const kept = createMemoryTaskStore();
    const { store } = createRecordingStore({
      ...kept,
      save: async (task, scope) => {
        await new Promise<void>((resolve) => {
          finish = resolve;
        });
        await kept.save(task, scope);
      },
    });
    const { registry } = createRegistryUnderTest({ executor: () => undefined, store });
    const run = registry.begin(toMessage("go"), SCOPE);
    let isTold = false;
    void run.idle.then(() => {
      isTold = true;
    });
    await settle();
    expect(run.state).toBe("COMPLETED");
    expect(isTold).toBe(false);
    finish();
    await run.idle;
    expect(await kept.load(run.task.id, SCOPE)).toEqual(run.task);
  });

  it("is listed as it is, also between two saves", async () => {
    const { held, registry } = createRegistryUnderTest();
    registry.begin(toMessage("go"), SCOPE);
    (await held.next()).task.report("on it");
    const { tasks } = await registry.list(ListTasksRequest.fromJSON({}), SCOPE);
    expect(tasks.map(describeTask)).toEqual(["WORKING: on it"]);
  });

  it("that cannot be kept is told to the log, and the task and its caller go on", async () => {
    const { store } = createRecordingStore({ save: () => Promise.reject(new Error("disk full")) });
    const { log, registry } = createRegistryUnderTest({ executor: () => undefined, store });
    const run = registry.begin(toMessage("go"), SCOPE);
    expect(getState(await run.idle)).toBe("COMPLETED");
    expect(log.lines).toMatchObject([
      {
        facts: { err: { message: "disk full" } },
        message: "The record of the task could not be kept",
      },
    ]);
  });
});
