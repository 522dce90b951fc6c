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

/** What an agent says of itself, or why it could not be read. */
export type FetchedCard = { card: AgentCard; path: string } | { card: undefined; reason: string };

/**
 * Asks an agent for its card, at each place where frameworks serve it: at the root and below the path of
 * its URL, under the name of today and the one before A2A 0.3.
 *
 * @throws UpstreamError when the agent gives no answer.
 */
export async function fetchCard(options: FetchCardOptions): Promise<FetchedCard> {
  const reasons: string[] = [];
  for (const path of toPaths(options)) {
    const read = await fetchAt(path, options);
    if (typeof read !== "string") {
      return { card: read, path };
    }
    reasons.push(`'${path}' ${read}`);
  }
  return { card: undefined, reason: `${reasons.join("; ")}.` };
}

function toPaths({ cardPath, url }: FetchCardOptions): string[] {
  if (cardPath !== undefined) {
    return [cardPath];
  }
  const base = new URL(url).pathname.replace(/\/$/, "");
  const names = [HTTP_PATHS.card, FORMER_CARD_PATH];
  return [...new Set(names.flatMap((name) => [name, `${base}${name}`]))];
}

/** The card, or what is wrong with what came. */
async function fetchAt(path: string, options: FetchCardOptions): Promise<AgentCard | string> {
  const { status, text } = await requestCard(path, options);
  if (status !== 200) {
    return `answers ${status}`;
  }
  try {
    return await readServedCard(JSON.parse(text));
  } catch (error) {
    return `has no card of A2A: ${error instanceof Error ? error.message : String(error)}`;
  }
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
