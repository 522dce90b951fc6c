import { createHash } from "node:crypto";
import type { AgentCardDocument } from "../../agent-card.js";
import type { HttpAnswer, HttpRoute } from "../http-exchange.js";

/** A card changes with a rollout; a minute is what callers may lag behind. */
const MAX_AGE_SECONDS = 60;

/** Makes what answers with the card (A2A 1.0, section 8.6). */
export function createCardRoute(card: AgentCardDocument): HttpRoute {
  const text = `${JSON.stringify(card, null, 2)}\n`;
  const etag = `"${createHash("sha256").update(text).digest("hex").slice(0, 32)}"`;
  const caching = { ETag: etag, "Cache-Control": `public, max-age=${MAX_AGE_SECONDS}` };
  const answer: HttpAnswer = {
    status: 200,
    headers: { "Content-Type": "application/json", ...caching },
    // A text goes onto the socket together with the headers, bytes do not.
    body: text,
  };
  const unchanged: HttpAnswer = { status: 304, headers: caching, body: "" };
  return ({ headers }) => (headers["if-none-match"]?.includes(etag) === true ? unchanged : answer);
}
