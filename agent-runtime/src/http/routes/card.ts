import type { Context } from "hono";
import type { AgentCardDocument } from "../../agent-card.js";

/** A card changes with a rollout; a minute is what callers may lag behind. */
const MAX_AGE_SECONDS = 60;

/** Makes what answers with the card (A2A 1.0, section 8.6). */
export function createCardRoute(card: AgentCardDocument): (context: Context) => Response {
  const text = `${JSON.stringify(card, null, 2)}\n`;
  return (context) => {
    context.header("Content-Type", "application/json");
    context.header("Cache-Control", `public, max-age=${MAX_AGE_SECONDS}`);
    return context.body(text);
  };
}
