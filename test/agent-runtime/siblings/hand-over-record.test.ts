import { Task } from "@a2a-js/sdk";
import { expect, test } from "vitest";
import {
  readBodyText,
  toBodyText,
  toRecordText,
} from "../../../agent-runtime/src/siblings/hand-over-record.ts";

const toTask = (change: object = {}): Task =>
  Task.fromJSON({
    id: "t1",
    contextId: "c1",
    status: { state: "TASK_STATE_COMPLETED", timestamp: "2026-01-01T00:00:00.000Z" },
    artifacts: [
      {
        artifactId: "a1",
        parts: [{ raw: "AQID", filename: "f", mediaType: "x/y" }, { data: [1] }],
      },
    ],
    history: [{ messageId: "m1", role: "ROLE_USER", parts: [{ text: "Grüße" }] }],
    ...change,
  });

test("a task comes out of a body as it went in, with whose it is", () => {
  const ended = { task: toTask(), scope: '["","ann"]' };
  const waiting = {
    task: toTask({ id: "t2", status: { state: "TASK_STATE_INPUT_REQUIRED" } }),
    scope: '["",""]',
  };
  const body = toBodyText([ended, waiting].map(toRecordText));
  expect(readBodyText(body)).toEqual([ended, waiting]);
});

test.each([
  ["no JSON", "tasks"],
  ["another form", '{"form":2,"tasks":[]}'],
  ["no tasks", '{"form":1}'],
  ["a task of nobody", '{"form":1,"tasks":[{"task":{"id":"t1"}}]}'],
  ["a task that is none", '{"form":1,"tasks":[{"scope":"s","task":"t1"}]}'],
  ["a task without an id", toBodyText([toRecordText({ task: toTask({ id: "" }), scope: "s" })])],
  [
    "a task that is worked on",
    toBodyText([
      toRecordText({ task: toTask({ status: { state: "TASK_STATE_WORKING" } }), scope: "s" }),
    ]),
  ],
])("a body with %s is refused", (_, body) => {
  expect(() => readBodyText(body)).toThrow();
});
