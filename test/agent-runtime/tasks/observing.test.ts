import type { StreamResponse } from "@a2a-js/sdk";
import { describe, expect, it } from "vitest";
import {
  combineObservers,
  type TaskObserver,
} from "../../../agent-runtime/src/tasks/task-observer.ts";
import { createRegistryUnderTest, SCOPE, settle, toMessage } from "./registry-under-test.ts";

/** An observer that writes down what it is told. */
function createRecorder(): { observer: TaskObserver; told: unknown[][] } {
  const told: unknown[][] = [];
  return {
    told,
    observer: {
      onAccepted: (facts) => told.push(["accepted", facts]),
      onWorkBegin: (queuedMs) => told.push(["begin", queuedMs]),
      onFirstEvent: (elapsedMs) => told.push(["first", elapsedMs]),
      onUpdate: (scope, task, event) =>
        told.push(["update", scope, task.status?.state, task.artifacts.length, toName(event)]),
      onIdle: (state) => told.push(["idle", state]),
      onWorkEnd: (state, durationMs) => told.push(["end", state, durationMs]),
    },
  };
}

function toName({ payload }: StreamResponse): string {
  return payload?.$case === "statusUpdate"
    ? `state ${payload.value.status?.state}`
    : `${payload?.$case}`;
}

describe("an observer", () => {
  it("is told of everything that becomes of a task, in order, when the record has it", async () => {
    const { observer, told } = createRecorder();
    const { clock, held, registry } = createRegistryUnderTest({ observer });
    const run = registry.begin(toMessage("go"), SCOPE);
    const { release, task } = await held.next();
    clock.advance(5);
    task.report("on it");
    clock.advance(5);
    task.addArtifact({ parts: [{ text: "x" }] });
    task.complete();
    release();
    await run.settled;
    expect(told).toEqual([
      ["accepted", { taskId: task.id, contextId: task.contextId, scope: SCOPE }],
      ["begin", 0],
      ["update", SCOPE, 2, 0, "state 2"],
      ["first", 5],
      ["update", SCOPE, 2, 0, "state 2"],
      ["update", SCOPE, 2, 1, "artifactUpdate"],
      ["update", SCOPE, 3, 1, "state 3"],
      ["idle", "COMPLETED"],
      ["end", "COMPLETED", 10],
    ]);
  });

  it("is told how long a task waited, and that an end from outside is no word of the executor", async () => {
    const { observer, told } = createRecorder();
    const { clock, held, registry } = createRegistryUnderTest({ maxConcurrentTasks: 1, observer });
    registry.begin(toMessage("a"), SCOPE);
    const second = registry.begin(toMessage("b"), SCOPE);
    const third = registry.begin(toMessage("c"), SCOPE);
    const first = await held.next();
    told.length = 0;
    clock.advance(100);
    await registry.cancel(third.task.id, SCOPE);
    first.release();
    await held.next();
    clock.advance(20);
    await registry.cancel(second.task.id, SCOPE);
    expect(told.filter(([name]) => name !== "update")).toEqual([
      ["idle", "CANCELED"],
      ["end", "CANCELED", 0],
      ["first", 100],
      ["idle", "COMPLETED"],
      ["end", "COMPLETED", 100],
      ["begin", 100],
      ["idle", "CANCELED"],
      ["end", "CANCELED", 20],
    ]);
  });

  it("is told when a task is cancelled that waits for its caller", async () => {
    const { observer, told } = createRecorder();
    const { held, registry } = createRegistryUnderTest({ observer });
    const run = registry.begin(toMessage("a"), SCOPE);
    const { release, task } = await held.next();
    task.askForInput("which?");
    release();
    await run.settled;
    told.length = 0;
    await registry.cancel(task.id, SCOPE);
    expect(told).toEqual([
      ["update", SCOPE, 5, 0, "state 5"],
      ["idle", "CANCELED"],
    ]);
  });

  it("may be one of several, which need not listen to everything", async () => {
    const recorders = [createRecorder(), createRecorder()];
    const observer = combineObservers([{}, ...recorders.map((recorder) => recorder.observer)]);
    const { held, registry } = createRegistryUnderTest({ observer });
    const run = registry.begin(toMessage("go"), SCOPE);
    (await held.next()).release();
    await run.settled;
    const [first, second] = recorders.map(({ told }) => told);
    expect(first?.map(([name]) => name)).toEqual([
      "accepted",
      "begin",
      "update",
      "first",
      "update",
      "idle",
      "end",
    ]);
    expect(second).toEqual(first);
  });
});

describe("whoever sends a message", () => {
  it("is told of its task before the first event of it", async () => {
    const { observer, told } = createRecorder();
    const { held, registry } = createRegistryUnderTest({ observer });
    const { task } = await registry.send(toMessage("go"), SCOPE, {
      onBegun: ({ id, status }) => told.push(["begun", id, status?.state]),
    });
    expect(told.slice(0, 3)).toEqual([
      ["accepted", { taskId: task.id, contextId: task.contextId, scope: SCOPE }],
      ["begun", task.id, 1],
      ["begin", 0],
    ]);
    (await held.next()).release();
  });

  it("is not told again when the message comes again", async () => {
    const { registry } = createRegistryUnderTest();
    const begun: string[] = [];
    const message = toMessage("go");
    for (let count = 0; count < 2; count += 1) {
      await registry.send(message, SCOPE, { onBegun: ({ id }) => begun.push(id) });
    }
    expect(begun).toHaveLength(1);
  });

  it("can refuse the task then: it is rejected, and nobody works on it", async () => {
    const { drain, held, registry } = createRegistryUnderTest();
    const ids: string[] = [];
    const onBegun = ({ id }: { id: string }) => {
      ids.push(id);
      throw new Error("too many webhooks");
    };
    const message = toMessage("go");
    await expect(registry.send(message, SCOPE, { onBegun })).rejects.toThrow("too many webhooks");
    await settle();
    expect(held.calls).toBe(0);
    expect(drain.activeTasks).toBe(0);
    expect(await registry.get(ids[0] ?? "", SCOPE)).toMatchObject({ status: { state: 7 } });
    const { task } = await registry.send(message, SCOPE);
    expect(task.id).not.toBe(ids[0]);
  });

  it("says what it can take, and the executor reads it", async () => {
    const { held, registry } = createRegistryUnderTest();
    await registry.send(toMessage("go"), SCOPE, { acceptedOutputModes: ["text/csv"] });
    await registry.send(toMessage("go"), SCOPE);
    const tasks = [(await held.next()).task, (await held.next()).task];
    expect(tasks.map(({ acceptedOutputModes }) => acceptedOutputModes)).toEqual([["text/csv"], []]);
  });
});
