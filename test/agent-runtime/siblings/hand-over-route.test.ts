import { Task } from "@a2a-js/sdk";
import { expect, test } from "vitest";
import { RefusedError } from "../../../agent-runtime/src/errors.ts";
import { createSiblings } from "../../../agent-runtime/src/siblings/find-siblings.ts";
import {
  HAND_OVER_PATH,
  toBodyText,
  toRecordText,
} from "../../../agent-runtime/src/siblings/hand-over-record.ts";
import { createHandOverRoute } from "../../../agent-runtime/src/siblings/hand-over-route.ts";
import type { StoredTask } from "../../../agent-runtime/src/tasks/task-store.ts";
import { createManualClock } from "../manual-clock.ts";
import { createRecordedLog } from "../recorded-log.ts";

const stored: StoredTask[] = ["t1", "t2"].map((id) => ({
  scope: '["","ann"]',
  task: Task.fromJSON({ id, contextId: "c1", status: { state: "TASK_STATE_INPUT_REQUIRED" } }),
}));
const body = toBodyText(stored.map(toRecordText));

/** Posts a body to a replica whose one sibling is 10.0.0.2. */
async function post({ from = "10.0.0.2", isLeaving = false, text = body } = {}) {
  const adopted: StoredTask[] = [];
  const log = createRecordedLog();
  const siblings = createSiblings({
    host: "research-siblings",
    port: 8000,
    ownAddresses: ["10.0.0.1"],
    clock: createManualClock(),
    log,
    resolve: () => Promise.resolve(["10.0.0.1", "10.0.0.2"]),
  });
  const route = createHandOverRoute({
    siblings,
    isLeaving: () => isLeaving,
    adopt: (task, scope) => {
      adopted.push({ task, scope });
      return Promise.resolve(task.id === "t1");
    },
    maxBodyBytes: 10_000,
    log,
  });
  const { body: answer, status } = await route({
    method: "POST",
    path: HAND_OVER_PATH,
    query: new URLSearchParams(),
    headers: {},
    params: {},
    remoteAddress: from,
    signal: new AbortController().signal,
    readText: (maxBytes) =>
      text.length <= maxBytes
        ? Promise.resolve(text)
        : Promise.reject(new RefusedError("PAYLOAD_TOO_LARGE", "Too large.")),
  });
  return { adopted, status, answer: JSON.parse(answer as string) as unknown, lines: log.lines };
}

test("a sibling's tasks are kept as they were, and the answer says which are here", async () => {
  const { adopted, answer, lines, status } = await post();
  expect(adopted).toEqual(stored);
  expect([status, answer]).toEqual([200, { taken: ["t1", "t2"] }]);
  expect(lines).toEqual([
    {
      level: "info",
      facts: { sibling: "10.0.0.2", tasks: 1 },
      message: "Tasks were taken over",
    },
  ]);
});

test("a sibling is known by its IPv4 address on a socket for both families", async () => {
  expect((await post({ from: "::ffff:10.0.0.2" })).status).toBe(200);
});

test.each(["10.0.0.1", "10.0.0.3", "127.0.0.1", "::1", ""])(
  "for '%s', which is no sibling, there is nothing at the path",
  async (from) => {
    const { adopted, answer, status } = await post({ from });
    expect(adopted).toEqual([]);
    expect([status, answer]).toEqual([
      404,
      {
        error: {
          code: 404,
          status: "NOT_FOUND",
          message: `There is nothing at '${HAND_OVER_PATH}'.`,
        },
      },
    ]);
  },
);

test("a replica that goes away takes nothing", async () => {
  const { adopted, status } = await post({ isLeaving: true });
  expect([adopted, status]).toEqual([[], 503]);
});

test.each([
  ["is no JSON", "tasks", 400],
  ["has a task that is worked on", body.replaceAll("INPUT_REQUIRED", "WORKING"), 400],
  ["is too large", `${body}${" ".repeat(10_000)}`, 413],
])("nothing is taken from a body that %s", async (_, text, expected) => {
  const { adopted, lines, status } = await post({ text });
  expect([adopted, status]).toEqual([[], expected]);
  expect(lines.map(({ message }) => message)).toEqual(["Tasks could not be taken over"]);
});
