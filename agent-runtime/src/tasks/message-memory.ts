import { isDeepStrictEqual } from "node:util";
import type { Message, Task } from "@a2a-js/sdk";
import { RequestMalformedError } from "@a2a-js/sdk/errors";
import type { Clock } from "../clock.js";
import { createAgedMap } from "./aged-map.js";
import type { TaskScope } from "./task-store.js";

/** How long a message that comes again is known for the same one. */
export const REPEAT_WINDOW_SECONDS = 600;

/** How many messages are remembered at most, the latest ones. */
export const MAX_REMEMBERED_MESSAGES = 20_000;

/** The id of the task that a message was taken for; undefined when it is refused after all. */
export type TakenFor = string | Promise<string | undefined>;

/** Remembers what messages were taken for, so that one that is sent again begins nothing. */
export interface MessageMemory {
  find: (messageId: string, scope: TaskScope) => TakenFor | undefined;
  remember: (messageId: string, scope: TaskScope, taskId: string) => void;
  /** Remembers a message that is being taken, unless it comes to be refused. */
  rememberOnce: (
    messageId: string,
    scope: TaskScope,
    taskId: string,
    taking: Promise<unknown>,
  ) => void;
  /** Forgets a message, unless it was taken for something else meanwhile. */
  forget: (messageId: string, scope: TaskScope, taken: TakenFor) => void;
}

interface Entry {
  taken: TakenFor;
  atMs: number;
}

/**
 * Makes a memory of messages: of the last 10 minutes, and 20,000 at most. It keeps ids only; what a
 * message said is in the record of its task.
 */
export function createMessageMemory(clock: Pick<Clock, "elapsedMs">): MessageMemory {
  // In the order in which they came.
  const entries = createAgedMap<Entry>();

  const forgetOld = (): void => {
    const untilMs = clock.elapsedMs() - REPEAT_WINDOW_SECONDS * 1000;
    for (
      let { oldest } = entries;
      oldest !== undefined &&
      (oldest.value.atMs <= untilMs || entries.size > MAX_REMEMBERED_MESSAGES);
      oldest = entries.oldest
    ) {
      entries.delete(oldest.key);
    }
  };
  const remember = (messageId: string, scope: TaskScope, taken: TakenFor): void => {
    entries.set(toKey(messageId, scope), { taken, atMs: clock.elapsedMs() });
    forgetOld();
  };
  const forget = (messageId: string, scope: TaskScope, taken: TakenFor): void => {
    const key = toKey(messageId, scope);
    if (entries.get(key)?.taken === taken) {
      entries.delete(key);
    }
  };

  return {
    find: (messageId, scope) => {
      forgetOld();
      return entries.get(toKey(messageId, scope))?.taken;
    },
    remember,
    rememberOnce: (messageId, scope, taskId, taking) => {
      const taken = taking.then(
        () => taskId,
        () => {
          forget(messageId, scope, taken);
          return undefined;
        },
      );
      remember(messageId, scope, taken);
    },
    forget,
  };
}

/**
 * Checks that a message that was sent before says what it said then.
 *
 * @throws RequestMalformedError.
 */
export function expectRepeated(task: Task, message: Message): void {
  const first = task.history.find(({ messageId }) => messageId === message.messageId);
  const isSame =
    first !== undefined &&
    // A first message has no task yet, a later one has.
    (message.taskId === task.id || (message.taskId === "" && first === task.history[0])) &&
    (message.contextId === "" || message.contextId === task.contextId) &&
    isDeepStrictEqual(toContent(message), toContent(first));
  if (!isSame) {
    throw new RequestMalformedError(
      `'message.messageId' (${message.messageId}) must differ from that of another message, which was taken for task ${task.id}. Make up an id for each message; only one that is sent again as it was keeps it.`,
    );
  }
}

function toContent({ parts, metadata, extensions, referenceTaskIds, role }: Message): object {
  return { parts, metadata, extensions, referenceTaskIds, role };
}

/** A scope is JSON, which has no line break. */
function toKey(messageId: string, scope: TaskScope): string {
  return `${scope}\n${messageId}`;
}
