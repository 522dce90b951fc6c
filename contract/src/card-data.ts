import { createHash } from "node:crypto";
import { ENVIRONMENT } from "./environment.js";
import { type MountedCard, serializeMountedCard } from "./mounted-card.js";

const HASH_LENGTH = 8;

/** The key under which a ConfigMap holds the whole card. */
export const CARD_KEY = "card.json";

/** The keys of a card's ConfigMap that containers get as environment variables of the same name. */
export const CARD_VARIABLES = [
  ENVIRONMENT.agentName,
  ENVIRONMENT.agentDescription,
  ENVIRONMENT.agentVersion,
  ENVIRONMENT.agentSkills,
] as const;

/** What a ConfigMap holds of a card: the whole, and what images read that know no mounted card. */
export type CardData = Record<typeof CARD_KEY | (typeof CARD_VARIABLES)[number], string>;

/** Writes a card into the data of a ConfigMap: the same card gives the same data. */
export function toCardData(card: MountedCard): CardData {
  // Programs in other languages hand maps over in any order, and another text would be a rollout.
  const sorted = sortMembers(card) as MountedCard;
  return {
    [CARD_KEY]: serializeMountedCard(sorted),
    [ENVIRONMENT.agentName]: sorted.name,
    [ENVIRONMENT.agentDescription]: sorted.description,
    [ENVIRONMENT.agentVersion]: sorted.version,
    [ENVIRONMENT.agentSkills]: JSON.stringify(sorted.skills),
  };
}

/**
 * Tells one card from another: the first digits of a SHA-256. It is in the name of the ConfigMap,
 * and in the metrics of the pods that have the card.
 */
export function toCardHash(card: MountedCard): string {
  const data = JSON.stringify(toCardData(card));
  return createHash("sha256").update(data).digest("hex").slice(0, HASH_LENGTH);
}

function sortMembers(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(sortMembers);
  }
  if (typeof value !== "object" || value === null) {
    return value;
  }
  return Object.fromEntries(
    Object.entries(value)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, member]) => [name, sortMembers(member)]),
  );
}
