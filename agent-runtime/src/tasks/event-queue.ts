import type { StreamResponse, Task } from "@a2a-js/sdk";
import { getContentBytes } from "./content-size.js";

/** How many events may wait for one reader. */
export const MAX_PENDING_EVENTS = 256;

/** How much the events that wait for one reader may take. */
export const MAX_PENDING_EVENT_BYTES = 1024 * 1024;

/** What an event takes besides its content. */
const EVENT_BYTES = 512;

/** The events of a task for one reader. */
export interface EventQueue {
  /** What the reader reads. Whoever returns from it early is a reader no more. */
  readonly events: AsyncGenerator<StreamResponse, void, undefined>;
  push: (event: StreamResponse) => void;
  /** Nothing more comes: the reader reads what is left. */
  close: () => void;
}

export interface EventQueueOptions {
  /** The record as it is now. */
  readTask: () => Task;
  /** Is told when the reader goes away before the end. */
  onLeave: () => void;
}

/** What a reader has missed. */
interface Gap {
  /** The record itself, with which each stream begins. */
  isFromStart: boolean;
  /** The artifacts that grew, and whether the last of their parts came. */
  artifacts: Map<string, boolean>;
  hasStatus: boolean;
}

/**
 * Makes the events of a task for one reader: the record as it is now, then every change.
 *
 * A reader that is slow, or has gone without a word, costs a bounded amount of memory: when more
 * than 256 events or 1 MiB wait for it, they are dropped. When it reads on, it gets what they
 * amounted to: each artifact that grew as a whole (`append` is false, which replaces what the
 * reader has), then the status as it is now. So it lacks steps, never a result, and the stream
 * keeps the order that A2A 1.0 demands (section 3.1.2: one task, then updates only). To end the
 * stream instead would look like an end of the task to most readers.
 */
export function createEventQueue({ readTask, onLeave }: EventQueueOptions): EventQueue {
  let pending: StreamResponse[] = [{ payload: { $case: "task", value: readTask() } }];
  let pendingBytes = 0;
  let gap: Gap | undefined;
  let isClosed = false;
  let waiting: ((result: IteratorResult<StreamResponse, void>) => void)[] = [];

  const drop = (): Gap => {
    const dropped: Gap = { isFromStart: false, artifacts: new Map(), hasStatus: false };
    for (const event of pending) {
      widen(dropped, event);
    }
    pending = [];
    pendingBytes = 0;
    return dropped;
  };
  const take = (): StreamResponse | undefined => {
    if (pending.length === 0 && gap !== undefined) {
      pending = bridge(gap, readTask());
      gap = undefined;
    }
    const event = pending.shift();
    if (pending.length === 0) {
      pendingBytes = 0;
    }
    return event;
  };
  const close = (): void => {
    isClosed = true;
    for (const resolve of waiting) {
      resolve({ done: true, value: undefined });
    }
    waiting = [];
  };
  const leave = (): Promise<IteratorReturnResult<undefined>> => {
    pending = [];
    gap = undefined;
    if (!isClosed) {
      close();
      onLeave();
    }
    return Promise.resolve({ done: true, value: undefined });
  };

  const events: AsyncGenerator<StreamResponse, void, undefined> = {
    next: () => {
      const value = take();
      if (value !== undefined) {
        return Promise.resolve({ done: false, value });
      }
      return isClosed
        ? Promise.resolve({ done: true, value: undefined })
        : new Promise((resolve) => waiting.push(resolve));
    },
    return: leave,
    throw: async (error: unknown) => {
      await leave();
      throw error;
    },
    [Symbol.asyncIterator]: () => events,
    [Symbol.asyncDispose]: async () => {
      await leave();
    },
  };

  return {
    events,
    push: (event) => {
      if (isClosed) {
        return;
      }
      const resolve = waiting.shift();
      if (resolve !== undefined) {
        resolve({ done: false, value: event });
        return;
      }
      if (gap !== undefined) {
        widen(gap, event);
        return;
      }
      pending.push(event);
      pendingBytes += getEventBytes(event);
      if (pending.length > MAX_PENDING_EVENTS || pendingBytes > MAX_PENDING_EVENT_BYTES) {
        gap = drop();
      }
    },
    close,
  };
}

function widen(gap: Gap, { payload }: StreamResponse): void {
  switch (payload?.$case) {
    case "task":
      gap.isFromStart = true;
      break;
    case "statusUpdate":
      gap.hasStatus = true;
      break;
    case "artifactUpdate": {
      const { artifact, lastChunk } = payload.value;
      if (artifact !== undefined) {
        gap.artifacts.set(artifact.artifactId, lastChunk);
      }
      break;
    }
    case "message":
    case undefined:
      break;
  }
}

/** What makes a reader know the task again who has missed something. */
function bridge(gap: Gap, task: Task): StreamResponse[] {
  if (gap.isFromStart) {
    return [{ payload: { $case: "task", value: task } }];
  }
  const ids = { taskId: task.id, contextId: task.contextId, metadata: undefined };
  const bridged: StreamResponse[] = task.artifacts.flatMap((artifact) => {
    const lastChunk = gap.artifacts.get(artifact.artifactId);
    return lastChunk === undefined
      ? []
      : {
          payload: {
            $case: "artifactUpdate",
            value: { ...ids, artifact, append: false, lastChunk },
          },
        };
  });
  if (gap.hasStatus) {
    const value = { ...ids, status: task.status };
    bridged.push({ payload: { $case: "statusUpdate", value } });
  }
  return bridged;
}

function getEventBytes({ payload }: StreamResponse): number {
  const parts =
    payload?.$case === "artifactUpdate"
      ? payload.value.artifact?.parts
      : payload?.$case === "statusUpdate"
        ? payload.value.status?.message?.parts
        : undefined;
  return (parts ?? []).reduce((sum, part) => sum + getContentBytes(part), EVENT_BYTES);
}
