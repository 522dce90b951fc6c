import type { SettingsIssue } from "@berth/contract";

/** Where an agent is. */
export interface AgentPlace {
  name: string;
  namespace: string | undefined;
  /** The root of the agent. */
  url: string;
  /** Where its card is read. */
  cardUrl: string;
  /** A pod of it is ready. Undefined: nobody says so, and it is found out by asking it. */
  isReady: boolean | undefined;
  /** Another one means that the agent may have another card, such as after a rollout. */
  edition: string;
  /** Why it cannot be called at all. */
  issues: readonly SettingsIssue[];
}

/** Says where agents are, and keeps that current. */
export interface PlaceSource {
  /** By a key that stays with the agent. */
  readonly places: ReadonlyMap<string, AgentPlace>;
  /** True when all of it has been looked at once, or could not be. */
  readonly isSettled: boolean;
  /** Why `places` may be old or not whole. */
  readonly failures: readonly string[];
  close: () => void;
}

/** Makes a source that calls back after each change. */
export type PlaceSourceFactory = (onChange: () => void) => PlaceSource;
