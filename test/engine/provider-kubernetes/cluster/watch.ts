import type { Watch } from "@kubernetes/client-node";
import { isJsonObject, type JsonObject, stringAt, valueAt } from "../values/json.ts";
import { ApiError, messageOf, UnreachableError } from "./errors.ts";

/** Why a watch is over. After `expired` its resource version is too old to go on from. */
export type WatchEnd = { kind: "closed" } | { kind: "expired" } | { kind: "failed"; error: Error };

export type WatchEvent = { type: string; object: JsonObject };

/** One watch of the library, from its start to its end. Never rejects; an abort ends it at once. */
export function watchOnce(
  watch: Watch,
  path: string,
  query: Record<string, string>,
  onEvent: (event: WatchEvent) => void,
  signal: AbortSignal,
): Promise<WatchEnd> {
  return new Promise((resolve) => {
    let controller: AbortController | undefined;
    let isOver = signal.aborted;
    function finish(end: WatchEnd): void {
      isOver = true;
      signal.removeEventListener("abort", abort);
      controller?.abort();
      resolve(end);
    }
    function abort(): void {
      finish({ kind: "closed" });
    }
    if (isOver) {
      resolve({ kind: "closed" });
      return;
    }
    signal.addEventListener("abort", abort);
    watch
      .watch(
        path,
        query,
        (type: string, object: unknown) => {
          if (isOver || !isJsonObject(object)) {
            return;
          }
          if (type === "ERROR") {
            finish(toWatchEnd(Number(valueAt(object, "code")), stringAt(object, "message")));
          } else {
            onEvent({ type, object });
          }
        },
        (error: unknown) => {
          finish(toDoneEnd(error));
        },
      )
      .then(
        (started) => {
          controller = started;
          if (isOver) {
            started.abort();
          }
        },
        (error: unknown) => {
          finish(toDoneEnd(error));
        },
      );
  });
}

function toDoneEnd(error: unknown): WatchEnd {
  if (error === null || error === undefined) {
    return { kind: "closed" };
  }
  // The library gives up a watch that is quiet for 30 s: nothing is wrong with it.
  if (error instanceof Error && error.name === "TimeoutError") {
    return { kind: "closed" };
  }
  const status = isJsonObject(error) ? Number(error.statusCode) : 0;
  return toWatchEnd(status, messageOf(error));
}

function toWatchEnd(status: number, message: string): WatchEnd {
  if (status === 410) {
    return { kind: "expired" };
  }
  const error =
    status >= 400 ? new ApiError(status, { message }, "watch") : new UnreachableError(message);
  return { kind: "failed", error };
}
