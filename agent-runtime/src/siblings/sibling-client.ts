import type { IncomingMessage } from "node:http";
import { Readable } from "node:stream";
import type { ReadableStream as NodeStream } from "node:stream/web";
import {
  A2A_PROTOCOL_VERSION,
  A2A_VERSION_HEADER,
  parseSseStream,
  type SseEvent,
} from "@a2a-js/sdk";
import type { Clock } from "../clock.js";
import { readText } from "../http/read-text.js";
import type { Sibling } from "./find-siblings.js";
import { createSiblingConnections, toSiblingError } from "./sibling-connection.js";
import { SiblingError } from "./sibling-error.js";
import { readResult } from "./sibling-result.js";

/** What a replica may answer at most. More is no record of a task. */
const MAX_ANSWER_BYTES = 128 * 1024 * 1024;

/** Longer than three heartbeats of a stream: whoever sends none is gone. */
const STREAM_SILENCE_MS = 60_000;

const RPC_PATH = "/";
const EVENT_STREAM = "text/event-stream";

/** A call of a sibling. */
export interface SiblingCall {
  sibling: Sibling;
  method: string;
  params: unknown;
  headers: Readonly<Record<string, string | string[]>>;
  /** It is answered at once, and nothing is different when it is sent twice. */
  isQuick: boolean;
  /** Milliseconds until the answer must be there. Undefined: as long as it takes. */
  timeoutMs: number | undefined;
  signal: AbortSignal | undefined;
}

/** What a sibling answers to a request outside of the protocol. */
export interface SiblingAnswer {
  status: number;
  text: string;
}

/** Asks siblings. */
export interface SiblingClient {
  /**
   * Calls a method of A2A 1.0 and resolves to the JSON of its result.
   *
   * @throws SiblingError; what the sibling refuses the call with.
   */
  call: (call: SiblingCall) => Promise<unknown>;
  /**
   * Calls a method of A2A 1.0 and yields the JSON of each event. The time until the answer must be
   * there is that until its first event.
   *
   * @throws SiblingError; what the sibling refuses the call with.
   */
  stream: (call: SiblingCall) => AsyncGenerator<unknown, void, undefined>;
  /**
   * Posts JSON.
   *
   * @throws SiblingError.
   */
  post: (
    sibling: Sibling,
    path: string,
    body: string,
    signal: AbortSignal,
  ) => Promise<SiblingAnswer>;
  /** Closes every connection. */
  close: () => void;
}

/** Makes a client of siblings. */
export function createSiblingClient(clock: Clock): SiblingClient {
  const connections = createSiblingConnections(clock);

  /** Begins what is ended by its caller, by the client, or by time. */
  const limit = (
    call: SiblingCall,
  ): { end: AbortController; signal: AbortSignal; stop: () => void } => {
    const end = new AbortController();
    const stop =
      call.timeoutMs === undefined
        ? (): void => undefined
        : clock.startTimer(call.timeoutMs, () => {
            end.abort(
              new SiblingError("silent", `There was no answer within ${call.timeoutMs} ms.`),
            );
          });
    const signal =
      call.signal === undefined ? end.signal : AbortSignal.any([end.signal, call.signal]);
    return { end, signal, stop };
  };

  const open = (
    call: SiblingCall,
    accept: string,
    signal: AbortSignal,
  ): Promise<IncomingMessage> => {
    const { headers, isQuick, method, params, sibling } = call;
    return connections.post({
      sibling,
      path: RPC_PATH,
      headers: {
        ...headers,
        "Content-Type": "application/json",
        Accept: accept,
        [A2A_VERSION_HEADER]: A2A_PROTOCOL_VERSION,
      },
      body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
      isQuick,
      signal,
    });
  };

  /** The events of an answer, for as long as the sibling shows that it lives. */
  async function* readEvents(
    answer: IncomingMessage,
    end: AbortController,
    signal: AbortSignal,
  ): AsyncGenerator<SseEvent, void, undefined> {
    const body = Readable.toWeb(answer) as NodeStream<Uint8Array<ArrayBuffer>>;
    const events = parseSseStream(new Response(body as ReadableStream), MAX_ANSWER_BYTES);
    let isWaiting = false;
    let bytesRead = -1;
    const watch = (): void => {
      if (answer.socket.bytesRead === bytesRead) {
        end.abort(new SiblingError("broken", `The stream was silent for ${STREAM_SILENCE_MS} ms.`));
        return;
      }
      // While nobody wants more, nothing is read, and no number of bytes is too few.
      bytesRead = isWaiting ? answer.socket.bytesRead : -1;
      cancelTimer = clock.startTimer(STREAM_SILENCE_MS, watch);
    };
    let cancelTimer = clock.startTimer(STREAM_SILENCE_MS, watch);
    const readNext = async (): Promise<IteratorResult<SseEvent, void>> => {
      isWaiting = true;
      try {
        return await events.next();
      } catch (error) {
        throw toSiblingError(error, "broken", signal);
      } finally {
        isWaiting = false;
      }
    };
    try {
      for (let next = await readNext(); next.done !== true; next = await readNext()) {
        yield next.value;
      }
    } finally {
      cancelTimer();
      await events.return();
    }
  }

  return {
    call: async (call) => {
      const { signal, stop } = limit(call);
      try {
        const answer = await open(call, "application/json", signal);
        return readResult(await readBody(answer, signal));
      } finally {
        stop();
      }
    },
    stream: async function* (call) {
      const { end, signal, stop } = limit(call);
      try {
        const answer = await open(call, EVENT_STREAM, signal);
        if (!(answer.headers["content-type"] ?? "").startsWith(EVENT_STREAM)) {
          readResult(await readBody(answer, signal));
          throw new SiblingError("foreign", "The answer must be a stream of events.");
        }
        for await (const { data } of readEvents(answer, end, signal)) {
          stop();
          yield readResult(data);
        }
      } finally {
        stop();
        end.abort();
      }
    },
    post: async (sibling, path, body, signal) => {
      const headers = { "Content-Type": "application/json" };
      const answer = await connections.post({
        sibling,
        path,
        headers,
        body,
        isQuick: true,
        signal,
      });
      return { status: answer.statusCode ?? 0, text: await readBody(answer, signal) };
    },
    close: connections.close,
  };
}

async function readBody(answer: IncomingMessage, signal: AbortSignal): Promise<string> {
  try {
    return await readText(answer, MAX_ANSWER_BYTES);
  } catch (error) {
    answer.destroy();
    throw toSiblingError(error, "broken", signal);
  }
}
