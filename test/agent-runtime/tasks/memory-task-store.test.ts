import { type Artifact, ListTasksRequest, type Part, type Task, TaskState } from "@a2a-js/sdk";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  createMemoryTaskStore,
  DEFAULT_TASK_RETENTION_SECONDS,
  toMaxIdleTaskBytes,
} from "../../../agent-runtime/src/tasks/memory-task-store.ts";
import { createTaskRecord } from "../../../agent-runtime/src/tasks/task-record.ts";
import { createUserMessage } from "../agent-under-test.ts";
import { createManualClock } from "../manual-clock.ts";

const SCOPE = "caller";

function createTask(change: Partial<Task> = {}, state = TaskState.TASK_STATE_COMPLETED): Task {
  const task = createTaskRecord(createUserMessage("x"), new Date(0));
  return {
    ...task,
    status: { ...task.status, state, message: undefined, timestamp: at(0) },
    ...change,
  };
}

function at(second: number): string {
  return new Date(second * 1000).toISOString();
}

function withText(bytes: number, state?: TaskState): Task {
  return createTask({ history: [createUserMessage("x".repeat(bytes))] }, state);
}

function toParts(count: number, filename = ""): Part[] {
  const part: Part = {
    content: { $case: "text", value: "" },
    metadata: undefined,
    filename,
    mediaType: "",
  };
  return Array.from({ length: count }, () => part);
}

function toArtifact(change: Partial<Artifact>): Artifact {
  const texts = { artifactId: "a", name: "", description: "" };
  return { ...texts, parts: [], metadata: undefined, extensions: [], ...change };
}

const request = (change: object = {}): ListTasksRequest => ListTasksRequest.fromJSON(change);

describe("the memory store", () => {
  it("gives back what was saved last, to its own caller only", async () => {
    const store = createMemoryTaskStore();
    const task = createTask();
    await store.save(createTask({ id: task.id, contextId: "old" }), SCOPE);
    await store.save(task, SCOPE);
    expect(await store.load(task.id, SCOPE)).toEqual(task);
    expect(await store.load(task.id, "another")).toBeUndefined();
    expect((await store.list(request(), "another")).totalSize).toBe(0);
  });

  it("forgets those that changed longest ago when idle tasks take too much", async () => {
    const store = createMemoryTaskStore({ maxIdleBytes: 20_000 });
    const tasks = [withText(6_000), withText(6_000), withText(6_000)];
    for (const task of tasks) {
      await store.save(task, SCOPE);
    }
    const found = await Promise.all(tasks.map(({ id }) => store.load(id, SCOPE)));
    expect(found.map((task) => task !== undefined)).toEqual([false, true, true]);
  });

  it("never forgets a task that is being worked on, nor the one that has just ended", async () => {
    const store = createMemoryTaskStore({ maxIdleBytes: 1_000 });
    const working = withText(50_000, TaskState.TASK_STATE_WORKING);
    await store.save(working, SCOPE);
    for (const ended of [withText(50_000), withText(50_000)]) {
      await store.save(ended, SCOPE);
      expect(await store.load(ended.id, SCOPE)).toEqual(ended);
    }
    expect(await store.load(working.id, SCOPE)).toEqual(working);
    expect((await store.list(request(), SCOPE)).totalSize).toBe(2);
  });

  it("forgets tasks that have ended before tasks that wait for their caller, which are not done", async () => {
    const store = createMemoryTaskStore({ maxIdleBytes: 20_000 });
    const waiting = withText(6_000, TaskState.TASK_STATE_INPUT_REQUIRED);
    const [first, second] = [withText(6_000), withText(6_000)];
    for (const task of [waiting, first, second]) {
      await store.save(task, SCOPE);
    }
    expect(await store.load(waiting.id, SCOPE)).toEqual(waiting);
    expect(await store.load(first.id, SCOPE)).toBeUndefined();
    const others = [1, 2, 3].map(() => withText(6_000, TaskState.TASK_STATE_AUTH_REQUIRED));
    for (const task of others) {
      await store.save(task, SCOPE);
    }
    expect(await store.load(waiting.id, SCOPE)).toBeUndefined();
    expect(await store.load(second.id, SCOPE)).toBeUndefined();
  });

  it("forgets a task an hour after its end, and one that waits for its caller after a day", async () => {
    const clock = createManualClock();
    const store = createMemoryTaskStore({ clock });
    const ended = createTask();
    const waiting = createTask({}, TaskState.TASK_STATE_INPUT_REQUIRED);
    const working = createTask({}, TaskState.TASK_STATE_WORKING);
    for (const task of [ended, waiting, working]) {
      await store.save(task, SCOPE);
    }
    const isKnown = () =>
      Promise.all(
        [ended, waiting, working].map(
          async ({ id }) => (await store.load(id, SCOPE)) !== undefined,
        ),
      );
    clock.advance(DEFAULT_TASK_RETENTION_SECONDS * 1000 - 1);
    expect(await isKnown()).toEqual([true, true, true]);
    clock.advance(1);
    expect(await isKnown()).toEqual([false, true, true]);
    clock.advance(23 * DEFAULT_TASK_RETENTION_SECONDS * 1000);
    expect(await isKnown()).toEqual([false, false, true]);
    expect((await store.list(request(), SCOPE)).totalSize).toBe(1);
  });

  it("keeps a task for the given time from its last change on", async () => {
    const clock = createManualClock();
    const store = createMemoryTaskStore({ clock, taskRetentionSeconds: 5 });
    const task = createTask();
    await store.save(task, SCOPE);
    clock.advance(4_000);
    await store.save(task, SCOPE);
    clock.advance(4_000);
    expect(await store.load(task.id, SCOPE)).toEqual(task);
    clock.advance(1_000);
    expect(await store.load(task.id, SCOPE)).toBeUndefined();
  });

  it("adds a record only where there is none of its id, of whoever", async () => {
    const store = createMemoryTaskStore();
    const task = createTask();
    expect(await store.add(task, SCOPE)).toBe(true);
    expect(await store.add({ ...task, contextId: "another" }, "another")).toBe(false);
    expect(await store.load(task.id, SCOPE)).toEqual(task);
  });

  it("tells the tasks that nobody works on, the one that changed last first", async () => {
    const clock = createManualClock();
    const store = createMemoryTaskStore({ clock });
    const states = [
      TaskState.TASK_STATE_COMPLETED,
      TaskState.TASK_STATE_INPUT_REQUIRED,
      TaskState.TASK_STATE_WORKING,
      TaskState.TASK_STATE_FAILED,
    ];
    const tasks = states.map((state) => createTask({}, state));
    for (const task of tasks) {
      clock.advance(1);
      await store.save(task, SCOPE);
    }
    expect([...store.getIdle()]).toEqual(
      [3, 1, 0].map((index) => ({ task: tasks[index], scope: SCOPE })),
    );
  });

  it("counts every kind of content, and a task that goes on no longer", async () => {
    const store = createMemoryTaskStore({ maxIdleBytes: 20_000 });
    const bytes = Buffer.alloc(3_000);
    const parts = [
      { content: { $case: "raw" as const, value: bytes } },
      { content: { $case: "data" as const, value: "x".repeat(3_000) } },
      { content: { $case: "url" as const, value: "x".repeat(3_000) } },
    ].map((part) => ({ ...part, metadata: undefined, filename: "", mediaType: "" }));
    const message = { ...createUserMessage(""), parts };
    const waiting = createTask({ history: [message] }, TaskState.TASK_STATE_INPUT_REQUIRED);
    await store.save(waiting, SCOPE);
    await store.save(
      { ...waiting, status: withText(0, TaskState.TASK_STATE_WORKING).status },
      SCOPE,
    );
    const second = withText(8_000);
    await store.save(second, SCOPE);
    expect(await store.load(waiting.id, SCOPE)).toBeDefined();
    await store.save(waiting, SCOPE);
    expect(await store.load(second.id, SCOPE)).toBeUndefined();
  });

  it("keeps the record it has when it cannot keep the next one", async () => {
    const store = createMemoryTaskStore();
    const task = createTask();
    await store.save(task, SCOPE);
    const broken = createUserMessage("x");
    broken.parts = broken.parts.map((part) => ({
      ...part,
      content: { $case: "text", value: null as never },
    }));
    expect(() => store.save({ ...task, history: [broken] }, SCOPE)).toThrow(TypeError);
    expect(await store.load(task.id, SCOPE)).toEqual(task);
  });

  it.each<[string, Partial<Task>]>([
    ["many empty parts", { history: [{ ...createUserMessage(""), parts: toParts(200) }] }],
    ["metadata of the task", { metadata: { a: ["x".repeat(20_000)] } }],
    [
      "metadata of a message",
      { history: [{ ...createUserMessage(""), metadata: { ["x".repeat(20_000)]: 1 } }] },
    ],
    ["a long id", { history: [{ ...createUserMessage(""), messageId: "x".repeat(20_000) }] }],
    ["a long context", { contextId: "x".repeat(20_000) }],
    [
      "many extensions",
      { history: [{ ...createUserMessage(""), extensions: Array<string>(1_000).fill("x") }] },
    ],
    ["names of artifacts", { artifacts: [toArtifact({ name: "x".repeat(20_000) })] }],
    ["descriptions", { artifacts: [toArtifact({ description: "x".repeat(20_000) })] }],
    ["many artifacts", { artifacts: Array.from({ length: 50 }, () => toArtifact({})) }],
    [
      "data of small values",
      { artifacts: [toArtifact({ metadata: { a: Array<number>(1_000).fill(1) } })] },
    ],
    ["names of files", { artifacts: [toArtifact({ parts: toParts(1, "x".repeat(20_000)) })] }],
  ])("counts what is no text, too: %s", async (_, change) => {
    const store = createMemoryTaskStore({ maxIdleBytes: 20_000 });
    const [large, small] = [createTask(change), createTask()];
    await store.save(large, SCOPE);
    await store.save(small, SCOPE);
    expect(await store.load(large.id, SCOPE)).toBeUndefined();
    expect(await store.load(small.id, SCOPE)).toEqual(small);
  });

  it("counts data that is nested deeper than a call for each level would go", async () => {
    const store = createMemoryTaskStore({ maxIdleBytes: 20_000 });
    let data: unknown = 1;
    for (let level = 0; level < 100_000; level += 1) {
      data = [data];
    }
    const deep = createTask({ metadata: { data } });
    await store.save(deep, SCOPE);
    await store.save(createTask(), SCOPE);
    expect(await store.load(deep.id, SCOPE)).toBeUndefined();
  });

  it("counts a task once, however often it changes", async () => {
    const store = createMemoryTaskStore({ maxIdleBytes: 20_000 });
    const [quiet, busy] = [withText(4_000), withText(4_000)];
    await store.save(quiet, SCOPE);
    for (const task of Array.from({ length: 10 }, () => busy)) {
      await store.save(task, SCOPE);
    }
    expect(await store.load(quiet.id, SCOPE)).toEqual(quiet);
  });

  it("lists the task whose status changed last first", async () => {
    const store = createMemoryTaskStore();
    for (const second of [2, 3, 1]) {
      const status = {
        state: TaskState.TASK_STATE_WORKING,
        message: undefined,
        timestamp: at(second),
      };
      await store.save(createTask({ status }), SCOPE);
    }
    const { tasks } = await store.list(request(), SCOPE);
    expect(tasks.map(({ status }) => status?.timestamp)).toEqual([at(3), at(2), at(1)]);
  });

  it("lists by context, by state, and from a moment on", async () => {
    const store = createMemoryTaskStore();
    const early = createTask({ contextId: "a" });
    const late = createTask({
      contextId: "b",
      status: { state: TaskState.TASK_STATE_FAILED, message: undefined, timestamp: at(5) },
    });
    await store.save(early, SCOPE);
    await store.save(late, SCOPE);
    const listIds = async (change: object) =>
      (await store.list(request(change), SCOPE)).tasks.map(({ id }) => id);
    expect(await listIds({ contextId: "a" })).toEqual([early.id]);
    expect(await listIds({ status: "TASK_STATE_FAILED" })).toEqual([late.id]);
    expect(await listIds({ statusTimestampAfter: at(5) })).toEqual([late.id]);
    expect(await listIds({ statusTimestampAfter: at(6) })).toEqual([]);
  });

  it("leaves artifacts out unless they are asked for (A2A 1.0, section 3.1.4)", async () => {
    const store = createMemoryTaskStore();
    const artifact = { artifactId: "a", name: "", description: "", parts: [] };
    const artifacts = [{ ...artifact, metadata: undefined, extensions: [] }];
    await store.save(createTask({ artifacts }), SCOPE);
    const without = await store.list(request(), SCOPE);
    const withThem = await store.list(request({ includeArtifacts: true }), SCOPE);
    expect(without.tasks[0]?.artifacts).toEqual([]);
    expect(withThem.tasks[0]?.artifacts).toEqual(artifacts);
  });

  it("has every task on exactly one page, whatever the size of a page and however equal the times", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat({ max: 4 }), { maxLength: 40, size: "max" }),
        fc.integer({ min: 1, max: 7 }),
        async (seconds, pageSize) => {
          const store = createMemoryTaskStore();
          for (const second of seconds) {
            const status = { state: TaskState.TASK_STATE_WORKING, message: undefined };
            await store.save(createTask({ status: { ...status, timestamp: at(second) } }), SCOPE);
          }
          const listed: Task[] = [];
          let pageToken = "";
          do {
            const page = await store.list(request({ pageSize, pageToken }), SCOPE);
            expect(page).toMatchObject({ pageSize, totalSize: seconds.length });
            listed.push(...page.tasks);
            pageToken = page.nextPageToken;
          } while (pageToken !== "");
          expect(new Set(listed.map(({ id }) => id)).size).toBe(seconds.length);
          const times = listed.map(({ status }) => status?.timestamp ?? "");
          expect(times).toEqual([...times].sort().reverse());
        },
      ),
    );
  });
});

describe("toMaxIdleTaskBytes", () => {
  it("is an eighth of a small heap, and 64 MiB of a large one", () => {
    const found = [64, 512, 4096].map((mib) => toMaxIdleTaskBytes(mib * 2 ** 20) / 2 ** 20);
    expect(found).toEqual([8, 64, 64]);
  });
});
