import { ListTasksRequest, Task } from "@a2a-js/sdk";
import fc from "fast-check";
import { expect, test } from "vitest";
import { mergePages } from "../../../agent-runtime/src/siblings/merge-pages.ts";
import { toPage } from "../../../agent-runtime/src/tasks/task-page.ts";

const toTask = (id: string, second: number): Task =>
  Task.fromJSON({
    id,
    contextId: "c1",
    status: {
      state: "TASK_STATE_COMPLETED",
      timestamp: new Date(second * 1_000).toISOString(),
    },
  });

/** Reads all pages of the tasks that replicas have. */
function readPages(replicas: readonly (readonly Task[])[], pageSize: number): Task[][] {
  const pages: Task[][] = [];
  let pageToken = "";
  do {
    const request = { ...ListTasksRequest.fromJSON({}), pageSize, pageToken };
    const merged = mergePages(
      request,
      replicas.map((tasks) => toPage(tasks, request)),
    );
    expect(merged.totalSize).toBe(replicas.flat().length);
    pages.push(merged.tasks);
    pageToken = merged.nextPageToken;
  } while (pageToken !== "");
  return pages;
}

test("however tasks are spread over replicas, their pages are those of one replica with all", () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(3), fc.nat(2)), { maxLength: 12 }),
      fc.integer({ min: 1, max: 5 }),
      (places, pageSize) => {
        const all = places.map(([second], index) => toTask(`t${index}`, second));
        const replicas = [0, 1, 2].map((replica) =>
          all.filter((_, index) => places[index]?.[1] === replica),
        );
        expect(readPages(replicas, pageSize)).toEqual(readPages([all], pageSize));
      },
    ),
  );
});

test("a task that two replicas tell of is listed once", () => {
  const request = ListTasksRequest.fromJSON({});
  const page = toPage([toTask("t1", 1)], request);
  expect(mergePages(request, [page, page]).tasks.map(({ id }) => id)).toEqual(["t1"]);
});
