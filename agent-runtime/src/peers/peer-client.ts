import {
  A2A_PROTOCOL_VERSION,
  A2A_VERSION_HEADER,
  AgentCard,
  Role,
  type SendMessageRequest,
  type StreamResponse,
} from "@a2a-js/sdk";
import { type Client, ClientFactory } from "@a2a-js/sdk/client";
import { A2AError, isJsonRpcError } from "@a2a-js/sdk/errors";
import { HTTP_PATHS, parseServedCard, type Peer } from "@berth/contract";
import type { ErrorReason } from "../errors.js";
import { isIdle } from "../tasks/task-state.js";
import { toWireParts } from "../tasks/wire-content.js";
import { abandon, isAbortedBefore } from "./abandon.js";
import type { PeerCallOptions, PeerClient, PeerEvent, PeerMessage } from "./peer.js";
import { PeerError, type PeerFailure } from "./peer-error.js";
import { toPeerAnswer, toPeerEvents } from "./peer-events.js";

/** A card is a small file; a peer that has not handed it out by then is not there. */
const CARD_TIMEOUT_MS = 10_000;

/** A replica that goes away says so before it begins anything: another one takes the message. */
const DRAINING: ErrorReason = "AGENT_DRAINING";

/** How a call of a peer went. */
export type PeerOutcome = "ok" | "aborted" | PeerFailure;

/** Makes the client of a peer. It keeps nothing between calls. */
export function createPeerClient(
  peer: Peer,
  onCall: (peer: string, outcome: PeerOutcome) => void = () => undefined,
): PeerClient {
  const toError = (failure: PeerFailure, reason: string, cause?: unknown): PeerError =>
    new PeerError(peer.name, failure, `Peer ${peer.name} (${peer.url}) ${reason}`, { cause });

  const connect = async (signal: AbortSignal | undefined): Promise<Client> => {
    const url = new URL(HTTP_PATHS.card, peer.url).href;
    let response: Response;
    try {
      response = await fetch(url, {
        headers: { Accept: "application/json", [A2A_VERSION_HEADER]: A2A_PROTOCOL_VERSION },
        signal: AbortSignal.any([
          AbortSignal.timeout(CARD_TIMEOUT_MS),
          ...(signal ? [signal] : []),
        ]),
      });
    } catch (error) {
      throw toError("unreachable", `cannot be reached: ${getReason(error)}.`, error);
    }
    if (!response.ok) {
      throw toError("unreachable", `has no card: ${url} answers ${response.status}.`);
    }
    try {
      const card: unknown = await response.json();
      return await new ClientFactory().createFromAgentCard(
        AgentCard.fromJSON(parseServedCard(card)),
      );
    } catch (error) {
      throw toError("unreachable", `has a card that is of no use: ${getReason(error)}`, error);
    }
  };

  /** Sends the message; a second time when the first replica goes away. */
  async function* send(
    client: Client,
    request: SendMessageRequest,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<StreamResponse, void, undefined> {
    const options = signal === undefined ? {} : { signal };
    try {
      yield* client.sendMessageStream(request, options);
    } catch (error) {
      if (!isDraining(error)) {
        throw error;
      }
      yield* client.sendMessageStream(request, options);
    }
  }

  async function* follow(
    message: PeerMessage,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<PeerEvent, void, undefined> {
    const request = toRequest(message);
    const client = await connect(signal);
    const connection = new AbortController();
    const responses = send(client, request, connection.signal);
    let last: PeerEvent | undefined;
    let isAbandoned = false;
    try {
      for (;;) {
        const next = responses.next();
        const isAborted = await isAbortedBefore(next, signal);
        if (isAborted) {
          isAbandoned = true;
          void abandon(client, next, last, connection);
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
        ? toRefusal(error, toError)
        : toError("broken", `broke off: ${getReason(error)}.`, error);
    } finally {
      if (!isAbandoned) {
        connection.abort();
      }
    }
    throw toError("broken", "broke off: its stream ended before the task did.");
  }

  async function* stream(
    message: PeerMessage,
    { signal }: PeerCallOptions = {},
  ): AsyncGenerator<PeerEvent, void, undefined> {
    let outcome: PeerOutcome = "ok";
    try {
      signal?.throwIfAborted();
      yield* follow(message, signal);
      signal?.throwIfAborted();
    } catch (error) {
      outcome = signal?.aborted === true ? "aborted" : getFailure(error);
      signal?.throwIfAborted();
      throw error;
    } finally {
      onCall(peer.name, outcome);
    }
  }

  return {
    name: peer.name,
    url: peer.url,
    stream,
    ask: async (message, options) => {
      const events: PeerEvent[] = [];
      for await (const event of stream(message, options)) {
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

function isDraining(error: unknown): boolean {
  return (
    isJsonRpcError(error) &&
    Array.isArray(error.data) &&
    error.data.some(({ reason }) => reason === DRAINING)
  );
}

function toRefusal(
  error: unknown,
  toError: (failure: PeerFailure, reason: string, cause: unknown) => PeerError,
): PeerError {
  return error instanceof TypeError && !(error instanceof A2AError)
    ? toError("unreachable", `cannot be reached: ${getReason(error)}.`, error)
    : toError("refused", `refuses the message: ${getReason(error)}`, error);
}

function getFailure(error: unknown): PeerFailure {
  return error instanceof PeerError ? error.failure : "refused";
}

/** What a failed fetch says is in its cause. */
function getReason(error: unknown): string {
  if (!(error instanceof Error)) {
    return String(error);
  }
  return error.cause instanceof Error && error.cause.message !== ""
    ? error.cause.message
    : error.message;
}
