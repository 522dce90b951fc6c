import { A2A_PROTOCOL_VERSION, A2A_VERSION_HEADER } from "@a2a-js/sdk";
import { HTTP_PATHS, type ServedCard } from "@berth/contract";
import { CardTooLargeError, MAX_CARD_BYTES, readCardText } from "../card/read-card-text.js";
import { toReason } from "../peers/peer-failure.js";
import { type CardError, fromSettingsError, toCardError } from "./card-error.js";
import { toFreshMs } from "./card-freshness.js";
import { toDiscoveredCard } from "./discovered-card.js";

/** Within its own address an agent may have moved its card so often. */
const MAX_REDIRECTS = 3;

const REDIRECTS = [301, 302, 303, 307, 308];

/** Statuses that say nothing about the card: of a gateway, of a pod that goes away, of too much to do. */
const PASSING = [408, 425, 429];
const FIRST_SERVER_ERROR = 500;

/** What is asked for. */
export interface CardRequest {
  /** The root of the agent. */
  url: string;
  cardUrl: string;
  /** That of the card which is known. */
  etag: string | undefined;
  signal: AbortSignal;
}

/** What came back. */
export interface CardAnswer {
  /** Undefined: the card which is known is still the one. */
  card: ServedCard | undefined;
  etag: string | undefined;
  /** How long it need not be asked for again. */
  freshMs: number;
}

/**
 * Reads the card of an agent (A2A 1.0, section 8), or finds that it has not changed.
 *
 * @throws CardError.
 */
export async function fetchCard(request: CardRequest): Promise<CardAnswer> {
  const { cardUrl, etag, url } = request;
  const response = await ask(request);
  try {
    const freshMs = toFreshMs(response.headers);
    if (response.status === 304 && etag !== undefined) {
      return { card: undefined, etag, freshMs };
    }
    if (response.status !== 200) {
      const { status } = response;
      const isPassing = status >= FIRST_SERVER_ERROR || PASSING.includes(status);
      throw toCardError(cardUrl, `must be answered with 200, not with ${status}.`, !isPassing);
    }
    const text = await readText(response, request);
    const card = toDiscoveredCard(parseJson(text, cardUrl), url);
    return { card, etag: response.headers.get("ETag") ?? undefined, freshMs };
  } catch (error) {
    throw fromSettingsError(error) ?? error;
  } finally {
    await response.body?.cancel().catch(() => undefined);
  }
}

/** Asks, and follows redirects within the agent: what is outside of it would be somebody else's card. */
async function ask({ cardUrl, etag, signal }: CardRequest): Promise<Response> {
  // More than the host: behind the proxy of an API server it is the host of all else that there is.
  const root = new URL(cardUrl).href.slice(0, -HTTP_PATHS.card.length + 1);
  let asked = cardUrl;
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects += 1) {
    const response = await send(asked, etag, signal);
    const location = response.headers.get("Location");
    if (!REDIRECTS.includes(response.status) || location === null) {
      return response;
    }
    await response.body?.cancel();
    const next = URL.parse(location, asked);
    if (next?.href.startsWith(root) !== true) {
      const rule = `must be at the address of the agent: it redirects to ${location}.`;
      throw toCardError(cardUrl, rule, true);
    }
    asked = next.href;
  }
  throw toCardError(cardUrl, `must be reached within ${MAX_REDIRECTS} redirects.`, true);
}

async function send(url: string, etag: string | undefined, signal: AbortSignal): Promise<Response> {
  try {
    return await fetch(url, {
      headers: {
        Accept: "application/json",
        [A2A_VERSION_HEADER]: A2A_PROTOCOL_VERSION,
        ...(etag === undefined ? {} : { "If-None-Match": etag }),
      },
      redirect: "manual",
      signal,
    });
  } catch (error) {
    throw toUnreadable(url, error, signal);
  }
}

async function readText(response: Response, { cardUrl, signal }: CardRequest): Promise<string> {
  try {
    return await readCardText(response);
  } catch (error) {
    throw error instanceof CardTooLargeError
      ? toCardError(cardUrl, `must have at most ${MAX_CARD_BYTES} bytes.`, true)
      : toUnreadable(cardUrl, error, signal);
  }
}

function parseJson(text: string, cardUrl: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw toCardError(cardUrl, `must be JSON: ${toReason(error)}.`, true, error);
  }
}

function toUnreadable(url: string, error: unknown, signal: AbortSignal): CardError {
  const reason = signal.aborted ? "no answer in time" : toReason(error);
  return toCardError(url, `must be readable: ${reason}.`, false, error);
}
