import { A2A_PROTOCOL_VERSION, A2A_VERSION_HEADER, AgentCard } from "@a2a-js/sdk";
import {
  type Client,
  ClientFactory,
  JsonRpcTransportFactory,
  RestTransportFactory,
} from "@a2a-js/sdk/client";
import { HTTP_PATHS, parseServedCard } from "@berth/contract";
import { readCardText } from "../card/read-card-text.js";
import { keepUrl } from "./keep-url.js";
import type { PeerFailure } from "./peer-error.js";
import { toReason } from "./peer-failure.js";

/** A card is a small file; a peer that has not handed it out by then is not there. */
const CARD_TIMEOUT_MS = 10_000;

/** A card may have been moved so often. */
const MAX_REDIRECTS = 3;

const REDIRECTS = [301, 302, 303, 307, 308];

export interface ConnectOptions {
  url: string;
  /** Sends messages to the host of the URL, also when the card names another one. */
  isUrlKept: boolean;
  fetch: typeof fetch;
  /** Fetches the card. */
  fetchPublic: typeof fetch;
  signal: AbortSignal | undefined;
  toError: (failure: PeerFailure, reason: string, cause?: unknown) => Error;
}

/**
 * Reads the card of a peer and makes what calls it.
 *
 * @throws what `toError` makes, when there is no card or it is of no use.
 */
export async function connect(options: ConnectOptions): Promise<[Client, AgentCard]> {
  const { isUrlKept, toError } = options;
  const response = await fetchCard(options);
  try {
    const served: unknown = JSON.parse(await readCardText(response));
    const card = AgentCard.fromJSON(parseServedCard(served));
    if (isUrlKept) {
      for (const entry of card.supportedInterfaces) {
        entry.url = keepUrl(options.url, entry.url);
      }
    }
    const fetchImpl = options.fetch;
    /* eslint-disable @typescript-eslint/no-unsafe-class-instance-assignment -- The classes of the
       options are not exported, and have no methods. */
    const transports = [
      new JsonRpcTransportFactory({ fetchImpl }),
      new RestTransportFactory({ fetchImpl }),
    ];
    /* eslint-enable */
    return [await new ClientFactory({ transports }).createFromAgentCard(card), card];
  } catch (error) {
    throw toError("broken", `has a card that is of no use: ${toReason(error)}`, error);
  }
}

async function fetchCard(options: ConnectOptions): Promise<Response> {
  const { fetchPublic, signal, toError } = options;
  const url = new URL(HTTP_PATHS.card, options.url).href;
  const init = {
    headers: { Accept: "application/json", [A2A_VERSION_HEADER]: A2A_PROTOCOL_VERSION },
    signal: AbortSignal.any([AbortSignal.timeout(CARD_TIMEOUT_MS), ...(signal ? [signal] : [])]),
  };
  let response: Response;
  try {
    response = await followRedirects(url, (place) => fetchPublic(place, init));
  } catch (error) {
    throw toError("unreachable", `cannot be reached: ${toReason(error)}.`, error);
  }
  if (!response.ok) {
    await response.body?.cancel();
    throw toError("unreachable", `has no card: ${url} answers ${response.status}.`);
  }
  return response;
}

/** Nobody says who asks for a card, so it may be at another host. */
async function followRedirects(
  url: string,
  ask: (url: string) => Promise<Response>,
): Promise<Response> {
  let response = await ask(url);
  let place = url;
  for (let redirects = 0; redirects < MAX_REDIRECTS; redirects += 1) {
    const next = URL.parse(response.headers.get("Location") ?? "", place);
    if (!REDIRECTS.includes(response.status) || next === null || !isHttp(next)) {
      return response;
    }
    await response.body?.cancel();
    place = next.href;
    response = await ask(place);
  }
  return response;
}

function isHttp({ protocol }: URL): boolean {
  return protocol === "http:" || protocol === "https:";
}
