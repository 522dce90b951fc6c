import type { ServedCard, SettingsIssue } from "@berth/contract";

/** An agent that is known, and may be called. */
export interface DiscoveredAgent {
  /** The name of its Service, or that on the list. */
  readonly name: string;
  /** The namespace of its Service. Undefined for one on a list. */
  readonly namespace?: string | undefined;
  /** The root of the agent: where it is called, whatever its card says. */
  readonly url: string;
  /**
   * It takes calls now: a pod of it is ready. For one on a list, it answered when its card was read last.
   */
  readonly isReady: boolean;
  /** Its card. The interfaces on it are at `url`; it has no signatures, which are about other words. */
  readonly card: ServedCard;
}

/** An agent that is there and cannot be told of, or not as it is now. */
export interface DiscoveryProblem {
  readonly name: string;
  readonly namespace?: string | undefined;
  readonly url: string;
  /** What is wrong: property, value and rule. At least one. */
  readonly issues: readonly SettingsIssue[];
}

/** What is looked for. All that is given must be met; nothing given is met by every agent. */
export interface AgentQuery {
  /** The id of a skill. */
  skill?: string | undefined;
  /** A tag of a skill. */
  tag?: string | undefined;
  /** Words, in any order: agents with the most and the best of them come first. */
  text?: string | undefined;
}

/** A skill on a card. */
export type DiscoveredSkill = ServedCard["skills"][number];

/** An agent that was looked for. */
export interface AgentMatch {
  readonly agent: DiscoveredAgent;
  /** The skills that meet the query. Empty where its name or description does. */
  readonly skills: readonly DiscoveredSkill[];
}

/** The agents that are known. What it returns is never changed: it is made anew. */
export interface AgentRegistry {
  /** Agents with a card that validates, by namespace and name. */
  list: () => readonly DiscoveredAgent[];
  /** Agents without one, and those whose card could not be read again. */
  problems: () => readonly DiscoveryProblem[];
  /** The agents that meet a query, the best first. */
  find: (query: AgentQuery) => readonly AgentMatch[];
  /**
   * Why what is known may be old or not whole, such as an API server that does not answer. Empty while it is
   * current.
   */
  failures: () => readonly string[];
  /** Calls back after each change, until the returned function is called. */
  onChange: (callback: () => void) => () => void;
  /**
   * Resolves when every agent that is there has been asked for its card once, or could not be. Or when it is
   * closed.
   */
  whenSettled: () => Promise<void>;
  /** Asks nobody any more. What is known stays. */
  close: () => void;
}
