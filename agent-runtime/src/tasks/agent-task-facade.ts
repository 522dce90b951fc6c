import type { Artifact } from "@a2a-js/sdk";
import type { AgentTask, TaskState } from "../agent-task.js";
import type { TaskDraft } from "./task-draft.js";
import { TaskEndedError } from "./task-ended-error.js";
import { getState } from "./task-record.js";
import { toText, toWireParts } from "./wire-content.js";

/** What an executor can change of a task that is being worked on. */
export interface TaskChanges {
  readonly draft: TaskDraft;
  /** False from the moment the task has ended or waits for its caller. */
  isAtWork: () => boolean;
  enter: (state: TaskState, text?: string) => void;
  publishArtifact: (artifact: Artifact, append: boolean, last: boolean) => void;
}

/** What an executor is given to read. */
export type TaskFacts = Pick<
  AgentTask,
  "message" | "history" | "acceptedOutputModes" | "signal" | "peers" | "log"
>;

/** Makes what an executor is given. It checks what the executor hands over, and when. */
export function createAgentTask(changes: TaskChanges, facts: TaskFacts): AgentTask {
  const { draft } = changes;
  const { contextId, id: taskId } = draft.getLive();
  const finishedArtifacts = new Set<string>();
  const expectWork = (): void => {
    if (!changes.isAtWork()) {
      throw new TaskEndedError(taskId, getState(draft.getLive()));
    }
  };
  const enter = (state: TaskState, text: string | undefined): void => {
    expectWork();
    changes.enter(state, text);
  };

  return {
    id: taskId,
    contextId,
    ...facts,
    report: (text) => {
      enter("WORKING", text);
    },
    addArtifact: ({ id = crypto.randomUUID(), name = "", description = "", parts }) => {
      expectWork();
      expectId(id);
      if (draft.hasArtifact(id)) {
        throw new TypeError(
          `'id' (${id}) must differ from the task's other artifacts. Use appendToArtifact().`,
        );
      }
      changes.publishArtifact(
        {
          ...toWireArtifact(id, parts),
          name: toText(name, "name"),
          description: toText(description, "description"),
        },
        false,
        false,
      );
      return id;
    },
    appendToArtifact: (id, parts, { last = false } = {}) => {
      expectWork();
      if (!draft.hasArtifact(id)) {
        throw new TypeError(`'id' (${id}) must be what addArtifact() returned.`);
      }
      if (finishedArtifacts.has(id)) {
        throw new TypeError(`'id' (${id}) must be an artifact whose last parts were not appended.`);
      }
      changes.publishArtifact(toWireArtifact(id, parts), true, last);
      if (last) {
        finishedArtifacts.add(id);
      }
    },
    complete: (text) => {
      enter("COMPLETED", text);
    },
    fail: (text) => {
      enter("FAILED", text);
    },
    reject: (text) => {
      enter("REJECTED", text);
    },
    askForInput: (text) => {
      enter("INPUT_REQUIRED", text);
    },
    askForAuthorization: (text) => {
      enter("AUTH_REQUIRED", text);
    },
  };
}

/** Executors are written in JavaScript, too. */
function expectId(id: unknown): void {
  if (typeof id !== "string" || id === "") {
    throw new TypeError(
      `'id' (${String(id)}) must be a text that is not empty. Leave it out to have one made up.`,
    );
  }
}

function toWireArtifact(artifactId: string, parts: Parameters<typeof toWireParts>[0]): Artifact {
  return {
    artifactId,
    name: "",
    description: "",
    parts: toWireParts(parts),
    metadata: undefined,
    extensions: [],
  };
}
