import type { IncomingMessage } from "node:http";
import { z } from "zod";
import type { Clock } from "../clock.js";
import type { ApiServer } from "./api-server.js";
import { ApiServerError, toApiServerError } from "./api-server-error.js";
import { askApiServer, toApiUrl } from "./ask-api-server.js";
import { readLines } from "./read-lines.js";
import { type Selection, toQuestion } from "./selection.js";

/** How long an API server may take until it begins to answer. */
const OPEN_TIMEOUT_MS = 30_000;

/** How long a watch stands before the API server ends it: then another replica of it has its turn. */
const WATCH_SECONDS = 300;

/** How much longer it may stand: an API server that stands still ends nothing, and its machine says it is there. */
const OVERTIME_SECONDS = 30;

/** How long a connection is silent before the other machine is asked whether it is there. */
const KEEP_ALIVE_MS = 15_000;

/** An object has a mebibyte and a half at most, the limit of etcd, and an event is little more. */
const MAX_EVENT_LENGTH = 8 * 1024 * 1024;

/** The status of a moment that the API server has forgotten. */
const EXPIRED = "410";

const eventSchema = z.object({ type: z.string(), object: z.looseObject({}) });

const statusSchema = z.object({
  code: z.number().default(500),
  message: z.string().default("it did not say why."),
});

/** What happened to an object: `ADDED`, `MODIFIED`, `DELETED`, or a `BOOKMARK` of the moment alone. */
export type WatchEvent = z.output<typeof eventSchema>;

export interface WatchOptions {
  /** The moment from which on. */
  resourceVersion: string;
  clock: Pick<Clock, "startTimer">;
  /** The watch stands: what happens is told from now on. */
  onOpen: () => void;
  onEvent: (event: WatchEvent) => void;
  /** Ends the watch. */
  signal: AbortSignal;
}

/**
 * Watches objects until the API server ends it
 * (https://kubernetes.io/docs/reference/using-api/api-concepts/#efficient-detection-of-changes).
 *
 * Resolves to `expired` when the moment is one that the API server has forgotten: only a list can tell what
 * happened since.
 *
 * @throws ApiServerError when it does not stand, or breaks.
 */
export async function watchObjects(
  server: ApiServer,
  selection: Selection,
  options: WatchOptions,
): Promise<"ended" | "expired"> {
  const query = {
    watch: "true",
    allowWatchBookmarks: "true",
    resourceVersion: options.resourceVersion,
    timeoutSeconds: String(WATCH_SECONDS),
  };
  const cut = new AbortController();
  const signal = AbortSignal.any([options.signal, cut.signal]);
  const question = toQuestion(selection, query, signal);
  const cutAfter = (delayMs: number): (() => void) =>
    options.clock.startTimer(delayMs, () => {
      cut.abort();
    });
  try {
    const response = await askApiServer(server, question).finally(cutAfter(OPEN_TIMEOUT_MS));
    response.socket.setKeepAlive(true, KEEP_ALIVE_MS);
    options.onOpen();
    const cancelEnd = cutAfter((WATCH_SECONDS + OVERTIME_SECONDS) * 1000);
    await follow(response, options.onEvent).finally(cancelEnd);
    return "ended";
  } catch (error) {
    if (error instanceof ApiServerError && error.kind === EXPIRED) {
      return "expired";
    }
    throw error instanceof ApiServerError
      ? error
      : toApiServerError(toApiUrl(server, question), error, signal);
  }
}

async function follow(
  response: IncomingMessage,
  onEvent: (event: WatchEvent) => void,
): Promise<void> {
  for await (const line of readLines(response, MAX_EVENT_LENGTH)) {
    const event = eventSchema.parse(JSON.parse(line));
    if (event.type === "ERROR") {
      const { code, message } = statusSchema.parse(event.object);
      throw new ApiServerError(String(code), `the watch ended with ${code}: ${message}`);
    }
    onEvent(event);
  }
}
