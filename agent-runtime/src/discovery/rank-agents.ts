import type { AgentMatch, AgentQuery, DiscoveredAgent, DiscoveredSkill } from "./agent-registry.js";
import { type CardWords, getCardWords, getSkillWords } from "./card-words.js";
import { foldText, isAlike, toSearchWords, toWords } from "./words.js";

/** How well words meet an agent or a skill, what counts most first. */
type Score = readonly [ids: number, tags: number, names: number, descriptions: number];

interface RankedMatch extends AgentMatch {
  score: Score;
}

const NOTHING: Score = [0, 0, 0, 0];

const NO_WORDS: CardWords = { id: [], tags: new Map(), names: new Set(), descriptions: new Set() };

/**
 * Finds the agents that meet a query, the best first: those with a skill of that very id, then by tags, then by
 * words in names, then by words in descriptions. Among equals those that are ready come first, and then it is
 * by namespace and name, whatever the order they are given in.
 */
export function rankAgents(agents: readonly DiscoveredAgent[], query: AgentQuery): AgentMatch[] {
  const words = query.text === undefined ? undefined : toSearchWords(query.text);
  return agents
    .flatMap((agent) => matchAgent(agent, query, words))
    .sort(compareMatches)
    .map(({ agent, skills }) => ({ agent, skills }));
}

function matchAgent(
  agent: DiscoveredAgent,
  query: AgentQuery,
  words: readonly string[] | undefined,
): RankedMatch[] {
  const isFiltered = query.skill !== undefined || query.tag !== undefined;
  const skills = agent.card.skills.filter((skill) => meetsFilters(skill, query));
  if (isFiltered && skills.length === 0) {
    return [];
  }
  if (words === undefined) {
    return [{ agent, skills, score: NOTHING }];
  }
  const score = toScore(agent, skills, words);
  if (!isSome(score)) {
    return [];
  }
  const met = skills.filter((skill) => isSome(toScore(undefined, [skill], words)));
  return [{ agent, skills: isFiltered && met.length === 0 ? skills : met, score }];
}

function meetsFilters({ id, tags }: DiscoveredSkill, query: AgentQuery): boolean {
  const isSame = (text: string, wanted: string | undefined): boolean =>
    wanted === undefined || foldText(text) === foldText(wanted);
  return (
    isSame(id, query.skill) &&
    (query.tag === undefined || tags.some((tag) => isSame(tag, query.tag)))
  );
}

/** A word counts once, however many skills have it. */
function toScore(
  agent: DiscoveredAgent | undefined,
  skills: readonly DiscoveredSkill[],
  words: readonly string[],
): Score {
  const parts = skills.map(getSkillWords);
  if (agent !== undefined) {
    parts.push(getCardWords(agent.card), { ...NO_WORDS, names: new Set(toWords(agent.name)) });
  }
  const tags = new Map(parts.flatMap((part) => [...part.tags]));
  return [
    parts.filter(({ id }) => isWithin(id, words, (one, other) => one === other)).length,
    [...tags.values()].filter((tag) => isWithin(tag, words, isAlike)).length,
    words.filter((word) => parts.some(({ names }) => hasWord(names, word))).length,
    words.filter((word) => parts.some(({ descriptions }) => hasWord(descriptions, word))).length,
  ];
}

/** True when there are parts, and all are among the words. */
function isWithin(
  parts: readonly string[],
  words: readonly string[],
  isSame: (one: string, other: string) => boolean,
): boolean {
  return parts.length > 0 && parts.every((part) => words.some((word) => isSame(part, word)));
}

function hasWord(words: ReadonlySet<string>, word: string): boolean {
  return words.has(word) || [...words].some((other) => isAlike(word, other));
}

function isSome(score: Score): boolean {
  return score.some((count) => count > 0);
}

function compareMatches(one: RankedMatch, other: RankedMatch): number {
  for (const [index, count] of one.score.entries()) {
    const difference = (other.score[index] ?? 0) - count;
    if (difference !== 0) {
      return difference;
    }
  }
  const [a, b] = [toOrder(one.agent), toOrder(other.agent)];
  return a < b ? -1 : a > b ? 1 : 0;
}

function toOrder({ isReady, name, namespace = "", url }: DiscoveredAgent): string {
  return [isReady ? 0 : 1, namespace, name, url].join("\n");
}
