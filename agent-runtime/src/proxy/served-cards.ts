import { SettingsError } from "@berth/contract";
import type { LoadedCards } from "../card/load-card.js";
import { type FetchedCard, toUnreadable } from "../upstream/fetch-card.js";
import { toOwnCard } from "./merge-card.js";

const REMEDY = "where it is with --upstream-card-path, or give one with --card.";

/**
 * The cards of a proxy that was given none: that of the agent.
 *
 * @throws SettingsError when the agent serves none either, or a wrong one.
 */
export function toServedCards(fetched: FetchedCard): LoadedCards {
  if (fetched.card === undefined) {
    throw refuse(fetched);
  }
  try {
    return { main: { card: toOwnCard(fetched.card), file: undefined }, extended: undefined };
  } catch (error) {
    throw error instanceof SettingsError ? refuse(toUnreadable(fetched.url, error)) : error;
  }
}

function refuse({ isServed, reason }: { isServed: boolean; reason: string }): SettingsError {
  return new SettingsError([
    { propertyPath: "card", reason: `${reason} ${isServed ? "Mend it, say" : "Say"} ${REMEDY}` },
  ]);
}
