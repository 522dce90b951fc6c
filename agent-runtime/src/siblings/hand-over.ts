import { randomInt } from "node:crypto";
import type { AgentLog } from "../agent-task.js";
import type { Clock } from "../clock.js";
import type { StoredTask } from "../tasks/task-store.js";
import type { Sibling, Siblings } from "./find-siblings.js";
import { HAND_OVER_PATH, takenSchema, toBodyText, toRecordText } from "./hand-over-record.js";
import type { SiblingClient } from "./sibling-client.js";

/** A process that goes away is not held up for longer. */
const HAND_OVER_TIMEOUT_MS = 3_000;

/** A sibling that has not taken a batch by then is not waited for. */
const OFFER_TIMEOUT_MS = 1_000;

/** Large enough to be fast, and small enough to hold up nobody who answers requests meanwhile. */
const BATCH_BYTES = 1024 * 1024;

/** What a body takes besides its records, with room to spare. */
const ENVELOPE_BYTES = 100;

export interface HandOverOptions {
  siblings: Siblings;
  client: SiblingClient;
  /** The tasks that nobody works on, the one that changed last first. */
  exportTasks: () => Iterable<StoredTask>;
  /** The size in bytes above which a sibling refuses a request. */
  maxBodyBytes: number;
  clock: Clock;
  log: AgentLog;
}

/** Gives the tasks of a process that goes away to a replica that stays. */
export interface HandOver {
  /**
   * Gives away what there is: the tasks that have ended, and those that wait for their callers.
   * Takes no time when there is no sibling or no task, 3 seconds at most, and ends soon after `cut`
   * is aborted. Never rejects: what nobody takes is lost with the process.
   */
  give: (cut: AbortSignal) => Promise<void>;
  /** Resolves when no task is on its way. */
  settle: () => Promise<void>;
  /** True when the task belongs to another replica now. */
  hasGiven: (taskId: string) => boolean;
}

/** Some tasks, and the body that carries them. */
interface Batch {
  ids: readonly string[];
  body: string;
}

/**
 * Makes what gives tasks away: their records, not their push configs. A process that is killed gives
 * nothing away, and where all replicas go at once nobody takes anything.
 */
export function createHandOver(options: HandOverOptions): HandOver {
  const { client, clock, exportTasks, log, siblings } = options;
  const given = new Set<string>();
  let giving: Promise<void> | undefined;

  /** True when the sibling has taken the batch. */
  const offer = async (receiver: Sibling, { body }: Batch, cut: AbortSignal): Promise<boolean> => {
    const timeout = new AbortController();
    const cancelTimer = clock.startTimer(OFFER_TIMEOUT_MS, () => {
      timeout.abort();
    });
    try {
      const signal = AbortSignal.any([cut, timeout.signal]);
      const { status, text } = await client.post(receiver, HAND_OVER_PATH, body, signal);
      if (status !== 200) {
        log.debug({ sibling: receiver.host, status }, "A sibling takes no tasks");
        return false;
      }
      for (const id of takenSchema.parse(JSON.parse(text)).taken) {
        given.add(id);
      }
      return true;
    } catch (error) {
      log.warn({ sibling: receiver.host, err: error }, "A sibling could not take tasks");
      return false;
    } finally {
      cancelTimer();
    }
  };

  const giveAll = async (cut: AbortSignal): Promise<void> => {
    const batches = toBatches(exportTasks(), options.maxBodyBytes, log);
    let next = batches.next();
    if (next.done === true) {
      return;
    }
    const receivers = toShuffled((await siblings.find()) ?? []);
    for (const receiver of receivers) {
      while (next.done !== true && !cut.aborted && (await offer(receiver, next.value, cut))) {
        next = batches.next();
      }
    }
    let left = 0;
    for (; next.done !== true; next = batches.next()) {
      left += next.value.ids.length;
    }
    if (left > 0) {
      log.warn({ given: given.size, left }, "Tasks are lost with this process: nobody took them");
    } else {
      log.info({ given: given.size }, "The tasks were handed over");
    }
  };

  const giveInTime = async (cut: AbortSignal): Promise<void> => {
    const timeout = new AbortController();
    const cancelTimer = clock.startTimer(HAND_OVER_TIMEOUT_MS, () => {
      timeout.abort();
    });
    try {
      await giveAll(AbortSignal.any([cut, timeout.signal]));
    } catch (error) {
      log.error({ err: error }, "The tasks could not be handed over");
    } finally {
      cancelTimer();
    }
  };

  return {
    give: (cut) => {
      giving ??= giveInTime(cut);
      return giving;
    },
    settle: async () => giving,
    hasGiven: (taskId) => given.has(taskId),
  };
}

/** Packs tasks into bodies that a sibling reads. A large task has one of its own. */
function* toBatches(
  tasks: Iterable<StoredTask>,
  maxBytes: number,
  log: AgentLog,
): Generator<Batch, void, undefined> {
  let ids: string[] = [];
  let records: string[] = [];
  let bytes = ENVELOPE_BYTES;
  for (const idle of tasks) {
    const record = toRecordText(idle);
    const recordBytes = Buffer.byteLength(record) + 1;
    if (recordBytes + ENVELOPE_BYTES > maxBytes) {
      log.warn(
        { taskId: idle.task.id, bytes: recordBytes },
        "A task is too large to be handed over",
      );
      continue;
    }
    if (ids.length > 0 && bytes + recordBytes > Math.min(BATCH_BYTES, maxBytes)) {
      yield { ids, body: toBodyText(records) };
      ids = [];
      records = [];
      bytes = ENVELOPE_BYTES;
    }
    ids.push(idle.task.id);
    records.push(record);
    bytes += recordBytes;
  }
  if (ids.length > 0) {
    yield { ids, body: toBodyText(records) };
  }
}

/** In any order: those that go away together do not all give to the same one. */
function toShuffled<Value>(values: readonly Value[]): Value[] {
  return values
    .map((value) => ({ value, place: randomInt(2 ** 32) }))
    .sort((a, b) => a.place - b.place)
    .map(({ value }) => value);
}
