import type { StreamResponse, Task } from "@a2a-js/sdk";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  createEventQueue,
  MAX_PENDING_EVENT_BYTES,
  MAX_PENDING_EVENTS,
} from "../../../agent-runtime/src/tasks/event-queue.ts";
import { createTaskDraft } from "../../../agent-runtime/src/tasks/task-draft.ts";
import {
  createStatusUpdate,
  createTaskRecord,
} from "../../../agent-runtime/src/tasks/task-record.ts";
import { toWireParts } from "../../../agent-runtime/src/tasks/wire-content.ts";
import type { TaskPart, TaskState } from "@berth/agent-runtime";
import { readAll } from "../agent-under-test.ts";
import { toMessage } from "./registry-under-test.ts";

const EPOCH = new Date(0);

/** A task that changes, and one reader of its events. */
function setUp() {
  const draft = createTaskDraft(createTaskRecord(toMessage("go"), EPOCH));
  const left: string[] = [];
  const queue = createEventQueue({
    readTask: () => draft.getTask(),
    onLeave: () => left.push("left"),
  });
  const ids = {
    taskId: draft.getTask().id,
    contextId: draft.getTask().contextId,
    metadata: undefined,
  };
  return {
    draft,
    queue,
    left,
    report: (state: TaskState, text: string) => {
      const value = createStatusUpdate(draft.getTask(), state, text, EPOCH);
      draft.setStatus(value);
      queue.push({ payload: { $case: "statusUpdate", value } });
    },
    give: (artifactId: string, parts: TaskPart[], lastChunk = false) => {
      const append = draft.hasArtifact(artifactId);
      const artifact = {
        artifactId,
        name: append ? "" : `The name of ${artifactId}`,
        description: "",
        parts: toWireParts(parts),
        metadata: undefined,
        extensions: [],
      };
      const value = { ...ids, artifact, append, lastChunk };
      draft.setArtifact(value);
      queue.push({ payload: { $case: "artifactUpdate", value } });
    },
  };
}

/** What a reader knows who puts together what a stream says, the way A2A says it. */
function follow(task: Task | undefined, { payload }: StreamResponse): Task {
  switch (payload?.$case) {
    case "task":
      return structuredClone(payload.value);
    case "statusUpdate":
      return { ...(task as Task), status: payload.value.status };
    case "artifactUpdate": {
      const { append, artifact } = payload.value;
      const { artifacts } = task as Task;
      const index = artifacts.findIndex(({ artifactId }) => artifactId === artifact?.artifactId);
      const known = artifacts[index];
      if (artifact === undefined) {
        throw new Error("An artifact update has an artifact.");
      }
      expect(append && known === undefined, "appended to what the reader does not know").toBe(
        false,
      );
      const next =
        append && known !== undefined
          ? { ...known, parts: [...known.parts, ...artifact.parts] }
          : artifact;
      return {
        ...(task as Task),
        artifacts: known === undefined ? [...artifacts, next] : artifacts.with(index, next),
      };
    }
    default:
      throw new Error("Not an event of a task.");
  }
}

/** What a task amounts to, however its texts were cut. */
function toGist({ artifacts, status }: Task): unknown {
  return {
    state: status?.state,
    artifacts: artifacts
      .map(({ artifactId, name, parts }) => ({
        artifactId,
        name,
        text: parts.map(({ content }) => content?.value as string).join(""),
      }))
      .sort((a, b) => (a.artifactId < b.artifactId ? -1 : 1)),
  };
}

const kinds = (events: StreamResponse[]) => events.map(({ payload }) => payload?.$case);

describe("a reader of a task's events", () => {
  it("gets the task as it was when it began to read, then every change", async () => {
    const { give, queue, report } = setUp();
    report("WORKING", "one");
    give("a", [{ text: "x" }]);
    give("a", [{ text: "y" }], true);
    report("COMPLETED", "done");
    queue.close();
    const events = await readAll(queue.events);
    expect(kinds(events)).toEqual([
      "task",
      "statusUpdate",
      "artifactUpdate",
      "artifactUpdate",
      "statusUpdate",
    ]);
    expect(events[0]).toMatchObject({ payload: { value: { artifacts: [] } } });
  });

  it("gets an event that it waits for, and the end", async () => {
    const { queue, report } = setUp();
    await queue.events.next();
    const next = [queue.events.next(), queue.events.next()];
    report("COMPLETED", "done");
    queue.close();
    expect(await Promise.all(next)).toMatchObject([
      { done: false, value: { payload: { $case: "statusUpdate" } } },
      { done: true },
    ]);
  });

  it("gets no more once it has left, which is told once", async () => {
    const { left, queue, report } = setUp();
    await queue.events.next();
    const next = queue.events.next();
    await queue.events.return();
    expect(await next).toEqual({ done: true, value: undefined });
    report("COMPLETED", "done");
    await queue.events.return();
    expect(await queue.events.next()).toEqual({ done: true, value: undefined });
    expect(left).toEqual(["left"]);
  });

  it("has not left when it returns after the end", async () => {
    const { left, queue } = setUp();
    queue.close();
    await readAll(queue.events);
    await queue.events.return();
    expect(left).toEqual([]);
  });
});

describe("a reader that is too slow", () => {
  it("gets each artifact that grew as a whole, then the status as it is now, and then goes on", async () => {
    const { give, queue, report } = setUp();
    give("quiet", [{ text: "before" }]);
    await queue.events.next();
    await queue.events.next();
    for (let count = 0; count <= MAX_PENDING_EVENTS; count += 1) {
      give("a", [{ text: "x" }], count === MAX_PENDING_EVENTS);
      report("WORKING", `step ${count}`);
    }
    const bridged = [await queue.events.next(), await queue.events.next()];
    report("COMPLETED", "done");
    queue.close();
    expect(bridged).toMatchObject([
      {
        value: {
          payload: {
            $case: "artifactUpdate",
            value: {
              append: false,
              lastChunk: true,
              artifact: {
                artifactId: "a",
                name: "The name of a",
                parts: [{ content: { value: "x".repeat(MAX_PENDING_EVENTS + 1) } }],
              },
            },
          },
        },
      },
      {
        value: {
          payload: {
            $case: "statusUpdate",
            value: {
              status: {
                message: { parts: [{ content: { value: `step ${MAX_PENDING_EVENTS}` } }] },
              },
            },
          },
        },
      },
    ]);
    expect(kinds(await readAll(queue.events))).toEqual(["statusUpdate"]);
  });

  it("gets the task as it is now when it has not even read the first event", async () => {
    const { draft, give, queue } = setUp();
    for (let count = 0; count <= MAX_PENDING_EVENTS; count += 1) {
      give("a", [{ text: "x" }]);
    }
    queue.close();
    expect(await readAll(queue.events)).toEqual([
      { payload: { $case: "task", value: draft.getTask() } },
    ]);
  });

  it("is one whose events are few but large", async () => {
    const { give, queue } = setUp();
    await queue.events.next();
    const text = "x".repeat(MAX_PENDING_EVENT_BYTES / 4);
    for (const id of ["a", "a", "b", "a"]) {
      give(id, [{ text }]);
    }
    queue.close();
    const events = await readAll(queue.events);
    expect(events).toMatchObject([
      { payload: { value: { append: false, artifact: { artifactId: "a" } } } },
      { payload: { value: { append: false, artifact: { artifactId: "b" } } } },
    ]);
  });

  it("is none that reads on: it gets every event, however many there are in all", async () => {
    const { give, queue } = setUp();
    await queue.events.next();
    const text = "x".repeat(MAX_PENDING_EVENT_BYTES / 2);
    for (let count = 0; count < 20; count += 1) {
      give("a", [{ text }]);
      expect((await queue.events.next()).value).toMatchObject({
        payload: { value: { append: count > 0 } },
      });
    }
  });
});

it("lets every reader know in the end what the task amounts to, however slowly it reads", async () => {
  type Step = { type: "give"; id: string } | { type: "report" | "read" };
  const step: fc.Arbitrary<Step> = fc.oneof(
    fc.record({ type: fc.constant("give" as const), id: fc.constantFrom("a", "b", "c") }),
    fc.record({ type: fc.constant("report" as const) }),
    fc.record({ type: fc.constant("read" as const) }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), fc.boolean(), async (steps, isLarge) => {
      const { draft, give, queue, report } = setUp();
      let known: Task | undefined;
      let given = 0;
      // One that is sure to be there: a reader would wait for the next.
      let isAnyUnread = true;
      for (const { type, ...one } of steps) {
        if (type === "read") {
          if (isAnyUnread) {
            known = follow(known, (await queue.events.next()).value as StreamResponse);
          }
          isAnyUnread = false;
          continue;
        }
        isAnyUnread = true;
        if (type === "give" && "id" in one) {
          given += 1;
          const length = isLarge ? MAX_PENDING_EVENT_BYTES / 3 : 1;
          give(one.id, [{ text: `${given}${"x".repeat(length)}` }]);
        } else {
          report("WORKING", "on it");
        }
      }
      report("COMPLETED", "done");
      queue.close();
      for await (const event of queue.events) {
        known = follow(known, event);
      }
      expect(toGist(known as Task)).toEqual(toGist(draft.getTask()));
    }),
    { numRuns: 200 },
  );
});
