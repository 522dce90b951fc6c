import { ListTasksRequest } from "@a2a-js/sdk";
import { expect, it } from "vitest";
import { getTaskBytes } from "../../../agent-runtime/src/tasks/content-size.ts";
import { createMemoryTaskStore } from "../../../agent-runtime/src/tasks/memory-task-store.ts";
import {
  createStatusUpdate,
  createTaskRecord,
  withStatus,
} from "../../../agent-runtime/src/tasks/task-record.ts";
import { createUserMessage } from "../agent-under-test.ts";
import { createManualClock } from "../manual-clock.ts";

it(
  "the memory store keeps of 200,000 tasks that end no more than it may, at any time, and the latest",
  { timeout: 120_000 },
  async () => {
    const clock = createManualClock();
    const maxIdleBytes = 1_000_000;
    const store = createMemoryTaskStore({ clock, maxIdleBytes });
    const begun = createTaskRecord(createUserMessage("x".repeat(100)), new Date(0));
    const ended = withStatus(begun, createStatusUpdate(begun, "COMPLETED", "done", new Date(0)));
    const fitting = Math.floor(maxIdleBytes / getTaskBytes(ended));
    const sizes = new Set<number>();
    for (let count = 1; count <= 200_000; count += 1) {
      clock.advance(1);
      await store.save({ ...begun, id: `t${count}` }, "caller");
      await store.save({ ...ended, id: `t${count}` }, "caller");
      if (count % 10_000 === 0) {
        sizes.add((await store.list(ListTasksRequest.fromJSON({}), "caller")).totalSize);
      }
    }
    expect([...sizes]).toEqual([fitting]);
    expect([...store.getIdle()].map(({ task }) => task.id)).toEqual(
      Array.from({ length: fitting }, (_, index) => `t${200_000 - index}`),
    );
  },
);
