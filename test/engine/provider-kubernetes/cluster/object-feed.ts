// The objects of a selection, kept current by a watch. Built for waiting: it tells of every change and cannot run hot.
import { setTimeout as sleep } from "node:timers/promises";
import { type JsonObject, objectsAt, stringAt } from "../values/json.ts";
import type { ApiClient, Selection } from "./api-client.ts";
import type { WatchEvent } from "./watch.ts";
import { ApiError } from "./errors.ts";

/** The pause between two watches; doubles after each one that ended early and brought nothing. */
const FIRST_PAUSE_MS = 100;
export const LONGEST_PAUSE_MS = 5_000;

/** Answers that a repetition does not change. */
const FINAL_STATUSES = [400, 401, 403, 404, 405];

export interface ObjectFeed {
  /** The objects as last seen; undefined before the first answer. */
  objects(): JsonObject[] | undefined;
  /** Why the feed has ended for good, such as a missing permission. */
  failure(): Error | undefined;
}

export interface ObjectFeedOptions {
  /** What is known already: the watch starts there, without a list. */
  known?: JsonObject;
  onChange: () => void;
  /** Ends the feed. */
  signal: AbortSignal;
  pause?: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

export function startObjectFeed(
  api: Pick<ApiClient, "list" | "watch">,
  selection: Selection,
  options: ObjectFeedOptions,
): ObjectFeed {
  const { signal, onChange, pause = defaultPause } = options;
  let objects: Map<string, JsonObject> | undefined;
  let failure: Error | undefined;
  let resourceVersion = "";
  if (options.known !== undefined) {
    objects = new Map([[keyOf(options.known), options.known]]);
    resourceVersion = stringAt(options.known, "metadata", "resourceVersion");
  }

  async function relist(): Promise<void> {
    const answer = await api.list(selection, signal);
    objects = new Map(objectsAt(answer, "items").map((item) => [keyOf(item), item]));
    resourceVersion = stringAt(answer, "metadata", "resourceVersion");
    onChange();
  }

  function take({ type, object }: WatchEvent): void {
    resourceVersion = stringAt(object, "metadata", "resourceVersion");
    if (type === "BOOKMARK") {
      return;
    }
    objects ??= new Map();
    if (type === "DELETED") {
      objects.delete(keyOf(object));
    } else {
      objects.set(keyOf(object), object);
    }
    onChange();
  }

  /** True when it brought something, or stood long enough to be opened again at once. */
  async function round(): Promise<boolean> {
    if (resourceVersion === "") {
      await relist();
    }
    const before = resourceVersion;
    const startMs = performance.now();
    const end = await api.watch(selection, resourceVersion, take, signal);
    const wasUseful = resourceVersion !== before || performance.now() - startMs > LONGEST_PAUSE_MS;
    if (end.kind === "expired") {
      // The history up to that version is gone: what happened meanwhile only a list can tell.
      resourceVersion = "";
    } else if (end.kind === "failed") {
      resourceVersion = "";
      throw end.error;
    }
    return wasUseful;
  }

  async function run(): Promise<void> {
    let pauseMs = FIRST_PAUSE_MS;
    while (!isOver(signal)) {
      let wasUseful = false;
      try {
        wasUseful = await round();
      } catch (error) {
        if (error instanceof ApiError && FINAL_STATUSES.includes(error.status)) {
          failure = error;
          onChange();
          return;
        }
        // A server that restarts or is busy comes back; the waiting side has the deadline.
      }
      pauseMs = wasUseful ? FIRST_PAUSE_MS : pauseMs;
      await pause(pauseMs, signal);
      pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
    }
  }

  void run();
  return {
    objects: () => (objects === undefined ? undefined : [...objects.values()]),
    failure: () => failure,
  };
}

/** A function, so that the compiler does not take the first answer for the last. */
function isOver(signal: AbortSignal): boolean {
  return signal.aborted;
}

function keyOf(object: JsonObject): string {
  return `${stringAt(object, "metadata", "namespace")}/${stringAt(object, "metadata", "name")}`;
}

async function defaultPause(milliseconds: number, signal: AbortSignal): Promise<void> {
  await sleep(milliseconds, undefined, { signal }).catch(() => undefined);
}
