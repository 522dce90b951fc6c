import type { ServedCard } from "@berth/contract";
import type { DiscoveredSkill } from "./agent-registry.js";
import { foldText, toWords } from "./words.js";

/** The words of a skill, or of what a card says besides its skills. */
export interface CardWords {
  /** The words of the id. Empty for what has none. */
  readonly id: readonly string[];
  /** Each tag, and its words. */
  readonly tags: ReadonlyMap<string, readonly string[]>;
  readonly names: ReadonlySet<string>;
  readonly descriptions: ReadonlySet<string>;
}

/** A card is looked at for every question, and changes seldom. */
const known = new WeakMap<object, CardWords>();

/** The words of a skill. */
export function getSkillWords(skill: DiscoveredSkill): CardWords {
  return getWords(skill, () => ({
    id: toWords(skill.id),
    tags: new Map(skill.tags.map((tag) => [foldText(tag), toWords(tag)])),
    names: new Set([...toWords(skill.id), ...toWords(skill.name)]),
    descriptions: new Set(toWords(skill.description)),
  }));
}

/** The words of the name and the description on a card. */
export function getCardWords(card: ServedCard): CardWords {
  return getWords(card, () => ({
    id: [],
    tags: new Map(),
    names: new Set(toWords(card.name)),
    descriptions: new Set(toWords(card.description)),
  }));
}

function getWords(subject: object, make: () => CardWords): CardWords {
  const words = known.get(subject) ?? make();
  known.set(subject, words);
  return words;
}
