import { A2A_PROTOCOL_VERSION, A2A_VERSION_HEADER, type AgentCard } from "@a2a-js/sdk";
import { HTTP_PATHS } from "@berth/contract";
import { FORMER_CARD_PATH } from "../card/card-paths.js";
import { MAX_CARD_BYTES } from "../card/read-card-text.js";
import type { Clock } from "../clock.js";
import { readServedCard } from "./served-agent.js";
import type { UpstreamAnswer, UpstreamConnection } from "./upstream-connection.js";

/** A card is a small file. */
const CARD_TIMEOUT_MS = 10_000;

export interface FetchCardOptions {
  /** Where the agent listens. */
  url: string;
  /** Where its card is, when it is not where cards are. */
  cardPath: string | undefined;
  connection: Pick<UpstreamConnection, "request">;
  clock: Clock;
}

/** Why there is no card. */
export interface UnreadCard {
  card: undefined;
  /** A sentence, with the address. */
  reason: string;
  /** Something was served in place of a card. */
  isServed: boolean;
}

/** What an agent says of itself and where, or why it could not be read. */
export type FetchedCard = { card: AgentCard; url: string } | UnreadCard;

/**
 * Asks an agent for its card, at each place where frameworks serve it: at the root and below the path of
 * its URL, under the name of today and the one before A2A 0.3.
 *
 * @throws UpstreamError when the agent gives no answer.
 */
export async function fetchCard(options: FetchCardOptions): Promise<FetchedCard> {
  const statuses: string[] = [];
  let unreadable: UnreadCard | undefined;
  for (const path of toPaths(options)) {
    const { status, text } = await requestCard(path, options);
    if (status !== 200) {
      statuses.push(`'${path}' answers ${status}`);
      continue;
    }
    const url = new URL(path, options.url).href;
    try {
      return { card: await readServedCard(JSON.parse(text)), url };
    } catch (error) {
      unreadable ??= toUnreadable(url, error);
    }
  }
  const reason = `The agent (${options.url}) serves no card: ${statuses.join(", ")}.`;
  return unreadable ?? { card: undefined, isServed: false, reason };
}

/** What was served in place of a card. */
export function toUnreadable(cardUrl: string, error: unknown): UnreadCard {
  const reason = `The card of the agent (${cardUrl}) cannot be read: ${toSentence(error)}`;
  return { card: undefined, isServed: true, reason };
}

/** The agent gave no answer. */
export function toUnread(url: string, error: unknown): UnreadCard {
  const reason = `The agent (${url}) did not hand out its card: ${toSentence(error)}`;
  return { card: undefined, isServed: false, reason };
}

/** In one line: an error of settings has one for each issue. */
function toSentence(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.replaceAll("\n", " ").replace(/[^.]$/, "$&.");
}

function toPaths({ cardPath, url }: FetchCardOptions): string[] {
  if (cardPath !== undefined) {
    return [cardPath];
  }
  const base = new URL(url).pathname.replace(/\/$/, "");
  const names = [HTTP_PATHS.card, FORMER_CARD_PATH];
  return [...new Set(names.flatMap((name) => [name, `${base}${name}`]))];
}

async function requestCard(
  path: string,
  { clock, connection }: FetchCardOptions,
): Promise<UpstreamAnswer> {
  const timeout = new AbortController();
  const cancelTimer = clock.startTimer(CARD_TIMEOUT_MS, () => {
    timeout.abort();
  });
  try {
    return await connection.request({
      method: "GET",
      path,
      headers: { accept: "application/json", [A2A_VERSION_HEADER]: A2A_PROTOCOL_VERSION },
      signal: timeout.signal,
      maxBytes: MAX_CARD_BYTES,
    });
  } finally {
    cancelTimer();
  }
}
