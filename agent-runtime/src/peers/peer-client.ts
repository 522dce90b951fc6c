import { Role, type SendMessageRequest } from "@a2a-js/sdk";
import type { Peer } from "@berth/contract";
import { type Clock, systemClock } from "../clock.js";
import { isIdle } from "../tasks/task-state.js";
import { toWireParts } from "../tasks/wire-content.js";
import type { CallTrace, Tracing } from "../tracing/tracing.js";
import { abandon, isAbortedBefore } from "./abandon.js";
import { startCallDeadline } from "./call-deadline.js";
import { createCallHeaders } from "./call-headers.js";
import { connect } from "./connect.js";
import type { PeerCallOptions, PeerClient, PeerEvent, PeerMessage } from "./peer.js";
import { PeerError, type PeerFailure } from "./peer-error.js";
import { toPeerAnswer, toPeerEvents } from "./peer-events.js";
import { toFailure, toReason } from "./peer-failure.js";
import { createPeerFetch, type PeerFetch } from "./peer-fetch.js";
import { sendMessage } from "./send-message.js";

/** How a call of a peer went. */
export type PeerOutcome = "ok" | "aborted" | PeerFailure;

export interface PeerClientOptions {
  /** Learns how each call went. */
  onCall?: (peer: string, outcome: PeerOutcome) => void;
  /**
   * Sends messages to the host of the peer's URL, also when its card names another one, as it does
   * behind a forwarded port. Defaults to false: messages go where the card says.
   */
  isUrlKept?: boolean;
  /** The headers of each request, such as what shows who calls. Not sent for the card. */
  headers?: Readonly<Record<string, string>>;
  /** Makes calls a part of the trace of whoever calls. */
  tracing?: Pick<Tracing, "beginCall" | "getHeaders">;
  clock?: Clock;
}

/** One message, from its sending to the end of its answer. */
interface Call {
  message: PeerMessage;
  signal: AbortSignal | undefined;
  exchange: PeerFetch;
}

/** Makes the client of a peer. It keeps nothing between calls. */
export function createPeerClient(peer: Peer, options: PeerClientOptions = {}): PeerClient {
  const { clock = systemClock, isUrlKept = false, onCall = () => undefined, tracing } = options;

  async function* follow({
    exchange,
    message,
    signal,
  }: Call): AsyncGenerator<PeerEvent, void, undefined> {
    const toError = (failure: PeerFailure, reason: string, cause?: unknown): PeerError => {
      const text = `Peer ${peer.name} (${exchange.last.url}) ${reason}`;
      return new PeerError(peer.name, failure, text, { cause });
    };
    const request = toRequest(message);
    const { fetch, fetchPublic } = exchange;
    const place = { url: peer.url, isUrlKept, fetch, fetchPublic };
    const [client, card] = await connect({ ...place, signal, toError });
    const connection = new AbortController();
    const responses = sendMessage(request, {
      client,
      isStreaming: card.capabilities?.streaming === true,
      last: exchange.last,
      renew: exchange.renew,
      clock,
      signal: connection.signal,
      giveUp: signal,
    });
    let last: PeerEvent | undefined;
    let isAbandoned = false;
    try {
      for (;;) {
        const next = responses.next();
        const isAborted = await isAbortedBefore(next, signal);
        if (isAborted) {
          isAbandoned = true;
          void abandon(client, next, last, connection).then(exchange.close);
          return;
        }
        const response = await next;
        if (response.done === true) {
          break;
        }
        for (const event of toPeerEvents(response.value)) {
          last = event;
          yield event;
        }
        if (last !== undefined && isEnd(last)) {
          // A peer may leave its stream open.
          return;
        }
      }
    } catch (error) {
      throw last === undefined
        ? toError(...toFailure(error, exchange.last), error)
        : toError("broken", `broke off: ${toReason(error)}.`, error);
    } finally {
      if (!isAbandoned) {
        connection.abort();
        exchange.close();
      }
    }
    throw toError("broken", "broke off: its stream ended before the task did.");
  }

  async function* stream(
    message: PeerMessage,
    callOptions: PeerCallOptions = {},
  ): AsyncGenerator<PeerEvent, void, undefined> {
    const { signal: givenSignal, timeoutMs } = callOptions;
    const deadline = startCallDeadline({ peer: peer.name, clock, signal: givenSignal, timeoutMs });
    const { getRemainingMs, signal } = deadline;
    let outcome: PeerOutcome = "ok";
    const trace: CallTrace | undefined = tracing?.beginCall(peer);
    const traceHeaders = trace?.run(() => tracing?.getHeaders());
    const headers = { ...options.headers, ...traceHeaders };
    const getHeaders = createCallHeaders({ peer, headers, getRemainingMs });
    const exchange = createPeerFetch(peer.url, clock, getHeaders);
    try {
      signal?.throwIfAborted();
      yield* follow({ message, signal, exchange });
      signal?.throwIfAborted();
    } catch (error) {
      outcome = signal?.aborted === true ? "aborted" : getFailure(error);
      signal?.throwIfAborted();
      throw error;
    } finally {
      deadline.clear();
      trace?.end(outcome);
      onCall(peer.name, outcome);
    }
  }

  return {
    name: peer.name,
    url: peer.url,
    stream,
    ask: async (message, callOptions) => {
      const events: PeerEvent[] = [];
      for await (const event of stream(message, callOptions)) {
        events.push(event);
      }
      return toPeerAnswer(events);
    },
  };
}

function toRequest({ parts, taskId = "", contextId = "" }: PeerMessage): SendMessageRequest {
  return {
    tenant: "",
    message: {
      messageId: crypto.randomUUID(),
      role: Role.ROLE_USER,
      parts: toWireParts(parts),
      taskId,
      contextId,
      metadata: undefined,
      extensions: [],
      referenceTaskIds: [],
    },
    configuration: {
      acceptedOutputModes: [],
      taskPushNotificationConfig: undefined,
      // Else the peer sends back what it has just got.
      historyLength: 0,
      returnImmediately: false,
    },
    metadata: undefined,
  };
}

/** The answer has come to its end. */
function isEnd(event: PeerEvent): boolean {
  return event.type === "message" || (event.type === "status" && isIdle(event.state));
}

function getFailure(error: unknown): PeerFailure {
  return error instanceof PeerError ? error.failure : "refused";
}
