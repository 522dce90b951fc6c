import { setTimeout as delay } from "node:timers/promises";
import { type Artifact, type Message, TaskState, type TaskStatus } from "@a2a-js/sdk";
import {
  AgentEvent,
  type AgentExecutor,
  type ExecutionEventBus,
  type RequestContext,
} from "@a2a-js/sdk/server";

/** Says how many words a text has, and which is the longest. */
export function countWords(text: string): string {
  const words = text.match(/[\p{L}\p{N}_]+/gu) ?? [];
  const longest = words.reduce((a, b) => (b.length > a.length ? b : a), "");
  return `"${text}" has ${words.length} words; the longest is "${longest}".`;
}

/** The seconds that a text asks to wait for, as in `wait 20`; 0 where it asks for nothing. */
function findWaitSeconds(text: string): number {
  return Number(/\bwait (\d+(?:\.\d+)?)\b/.exec(text)?.[1] ?? 0);
}

/** The answer in pieces: one for each second of waiting, and the words. */
async function* answer(text: string, signal: AbortSignal): AsyncGenerator<string> {
  const seconds = findWaitSeconds(text);
  for (let second = 1; second < seconds + 1; second += 1) {
    await delay(Math.min(1, seconds - second + 1) * 1000, undefined, { signal });
    yield `${second}... `;
  }
  yield countWords(text);
}

function readText(message: Message): string {
  const texts = message.parts.flatMap(({ content }) =>
    content?.$case === "text" ? [content.value] : [],
  );
  return texts.join("\n");
}

/** Counts words: answers with one artifact, in pieces. A cancelled task ends at once. */
export class WordCounter implements AgentExecutor {
  readonly #running = new Map<string, AbortController>();

  async execute(context: RequestContext, bus: ExecutionEventBus): Promise<void> {
    const { taskId, contextId, userMessage } = context;
    const ids = { taskId, contextId, metadata: undefined };
    const running = new AbortController();
    this.#running.set(taskId, running);
    const status = toStatus(TaskState.TASK_STATE_WORKING);
    const task = { id: taskId, contextId, status, artifacts: [], history: [userMessage] };
    bus.publish(AgentEvent.task({ ...task, metadata: undefined }));
    let state = TaskState.TASK_STATE_COMPLETED;
    try {
      let isFirst = true;
      for await (const piece of answer(readText(userMessage), running.signal)) {
        const chunk = { artifact: toArtifact(piece), append: !isFirst, lastChunk: false };
        bus.publish(AgentEvent.artifactUpdate({ ...ids, ...chunk }));
        isFirst = false;
      }
    } catch (error) {
      if (!running.signal.aborted) {
        throw error;
      }
      state = TaskState.TASK_STATE_CANCELED;
    } finally {
      this.#running.delete(taskId);
    }
    bus.publish(AgentEvent.statusUpdate({ ...ids, status: toStatus(state) }));
  }

  cancelTask(taskId: string): Promise<void> {
    this.#running.get(taskId)?.abort();
    return Promise.resolve();
  }
}

function toStatus(state: TaskState): TaskStatus {
  return { state, message: undefined, timestamp: new Date().toISOString() };
}

function toArtifact(text: string): Artifact {
  const content = { $case: "text" as const, value: text };
  return {
    artifactId: "answer",
    name: "answer",
    description: "",
    parts: [{ content, metadata: undefined, filename: "", mediaType: "text/plain" }],
    metadata: undefined,
    extensions: [],
  };
}
