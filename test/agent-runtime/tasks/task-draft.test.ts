import type { Part, Task } from "@a2a-js/sdk";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createTaskDraft } from "../../../agent-runtime/src/tasks/task-draft.ts";
import { createTaskRecord } from "../../../agent-runtime/src/tasks/task-record.ts";
import { toWireParts } from "../../../agent-runtime/src/tasks/wire-content.ts";
import type { TaskPart } from "@berth/agent-runtime";
import { toMessage } from "./registry-under-test.ts";

function createUpdate(artifactId: string, parts: TaskPart[], append: boolean) {
  return {
    taskId: "t",
    contextId: "c",
    metadata: undefined,
    append,
    lastChunk: false,
    artifact: {
      artifactId,
      name: "",
      description: "",
      parts: toWireParts(parts),
      metadata: undefined,
      extensions: [],
    },
  };
}

/** What a reader sees: texts of one kind that follow each other are one. */
function toText(parts: readonly Part[]): string {
  return parts
    .map(({ content }) => JSON.stringify(content?.value))
    .join("")
    .replaceAll('""', "");
}

const begun = (): Task => createTaskRecord(toMessage("go"), new Date(0));

describe("the draft of a record", () => {
  it("gives out records that never change, whatever is appended later", () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            id: fc.constantFrom("a", "b"),
            part: fc.constantFrom<TaskPart>({ text: "x" }, { data: 1 }, { text: "y" }),
            isRead: fc.boolean(),
          }),
        ),
        (steps) => {
          const draft = createTaskDraft(begun());
          const expected = new Map<string, string>();
          const taken: { task: Task; copy: Task }[] = [];
          for (const { id, part, isRead } of steps) {
            draft.setArtifact(createUpdate(id, [part], draft.hasArtifact(id)));
            expected.set(id, (expected.get(id) ?? "") + JSON.stringify(part.text ?? part.data));
            if (isRead) {
              taken.push({ task: draft.getTask(), copy: structuredClone(draft.getTask()) });
            }
          }
          for (const { task, copy } of taken) {
            expect(task).toEqual(copy);
          }
          expect(draft.getTask()).toEqual(draft.getLive());
          expect(
            draft.getTask().artifacts.map(({ artifactId, parts }) => [artifactId, toText(parts)]),
          ).toEqual([...expected].map(([id, text]) => [id, text.replaceAll('""', "")]));
        },
      ),
    );
  });

  it("gives out the same record until it changes", () => {
    const draft = createTaskDraft(begun());
    draft.setArtifact(createUpdate("a", [{ data: 1 }], false));
    draft.setArtifact(createUpdate("a", [{ data: 2 }], true));
    const task = draft.getTask();
    expect(draft.getTask()).toBe(task);
    draft.setArtifact(createUpdate("b", [{ data: 1 }], false));
    expect(draft.getTask()).not.toBe(task);
    expect(draft.getTask().artifacts[0]).toBe(task.artifacts[0]);
  });

  it("leaves the record alone that it began with", () => {
    const first = createTaskDraft(begun());
    first.setArtifact(createUpdate("a", [{ data: 1 }], false));
    const task = first.getTask();
    const copy = structuredClone(task);
    const second = createTaskDraft(task);
    second.setArtifact(createUpdate("a", [{ data: 2 }], true));
    second.setArtifact(createUpdate("b", [{ data: 3 }], false));
    expect(task).toEqual(copy);
    expect(second.getTask().artifacts.map(({ parts }) => parts.length)).toEqual([2, 1]);
  });

  it("copies no list for what is appended", () => {
    const draft = createTaskDraft(begun());
    draft.setArtifact(createUpdate("a", [{ data: 1 }], false));
    draft.setArtifact(createUpdate("a", [{ data: 2 }], true));
    const parts = draft.getLive().artifacts[0]?.parts;
    const { artifacts } = draft.getLive();
    draft.setArtifact(createUpdate("a", [{ data: 3 }], true));
    draft.setArtifact(createUpdate("b", [{ data: 1 }], false));
    expect(draft.getLive().artifacts).toBe(artifacts);
    expect(draft.getLive().artifacts[0]?.parts).toBe(parts);
    expect(parts).toHaveLength(3);
  });
});
