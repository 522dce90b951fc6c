import {
  type AgentCardSettings,
  CARD_FILE_PATH,
  ENVIRONMENT,
  type MountedCard,
  parseMountedCard,
  SettingsError,
  type SettingsIssue,
  toMountedCard,
} from "@berth/contract";
import { existsSync, readFileSync } from "node:fs";
import { collectIssues } from "../collect-issues.js";
import type { CardEnvironment, RuntimeConfig } from "../config.js";

/** A file with a card. */
export interface CardFile {
  path: string;
  /** What led to the file, in messages. */
  setting: string;
}

/** A card, and the file it was read from, if it was. */
export interface LoadedCard {
  card: MountedCard;
  file: CardFile | undefined;
}

/** The cards of an agent. */
export interface LoadedCards {
  main: LoadedCard;
  /** For authenticated callers. */
  extended: LoadedCard | undefined;
}

/** What a program says about the cards of its agent. */
export interface GivenCards {
  card?: AgentCardSettings | undefined;
  cardFile?: CardFile | undefined;
  extendedCard?: AgentCardSettings | undefined;
}

/** What the environment says about them. */
export type CardConfig = Pick<RuntimeConfig, "cardFile" | "cardEnvironment"> & {
  extendedCardFile?: string | undefined;
};

/**
 * Finds the cards of the agent.
 *
 * The public one is what the program gives, else the file that the environment names, else the
 * mounted file, else what the environment holds. The extended one is what the program gives, else
 * the file that the environment names, else there is none.
 *
 * @throws SettingsError when there is no card, or one is wrong, with all issues at once.
 */
export function loadCards(
  given: GivenCards,
  config: CardConfig,
  mountedFile: string = CARD_FILE_PATH,
): LoadedCards {
  const issues: SettingsIssue[] = [];
  const extended = collectIssues(issues, () => findExtendedCard(given, config));
  const main = collectIssues(issues, () => {
    const found = findCard(given, config, mountedFile);
    checkPromises(found.card, extended !== undefined || issues.length > 0);
    return found;
  });
  if (main === undefined || issues.length > 0) {
    throw new SettingsError(issues);
  }
  return { main, extended };
}

/** True when there is a public card to be found, right or wrong. */
export function isCardGiven(
  { card, cardFile }: GivenCards,
  { cardEnvironment, cardFile: named }: CardConfig,
  mountedFile: string = CARD_FILE_PATH,
): boolean {
  return (
    [card, cardFile, named, cardEnvironment.name, cardEnvironment.skills].some(
      (given) => given !== undefined,
    ) || existsSync(mountedFile)
  );
}

/**
 * Finds the public card of an agent that has no other one.
 *
 * @throws SettingsError when there is none, or it is wrong, with all issues at once.
 */
export function loadCard(
  card: AgentCardSettings | undefined,
  config: CardConfig,
  mountedFile?: string,
): MountedCard {
  return loadCards({ card }, config, mountedFile).main.card;
}

/**
 * Reads the card in a file.
 *
 * @param setting names what led to the file, in messages.
 * @throws SettingsError when the file cannot be read, or is not a card.
 */
export function readCardFile(path: string, setting: string): MountedCard {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    throw toError(
      setting,
      `'${setting}' (${path}) must be a file that can be read: ${String(error)}`,
    );
  }
  return within(`The card (${path})`, () => parseMountedCard(text, path));
}

/**
 * Checks that a card promises nothing that cannot be kept.
 *
 * @throws SettingsError when it promises an extended card that is not there.
 */
export function checkPromises({ capabilities }: MountedCard, hasExtendedCard: boolean): void {
  if (capabilities.extendedAgentCard && !hasExtendedCard) {
    throw toError(
      "capabilities.extendedAgentCard",
      "'capabilities.extendedAgentCard' (true) must be false as long as there is no extended " +
        `card. Give one with ${ENVIRONMENT.extendedCardFile}, or in the program.`,
    );
  }
}

function findCard(
  { card, cardFile }: GivenCards,
  config: CardConfig,
  mountedFile: string,
): LoadedCard {
  if (card !== undefined) {
    return { card: toMountedCard(card), file: undefined };
  }
  if (cardFile !== undefined) {
    return readLoadedCard(cardFile);
  }
  if (config.cardFile !== undefined) {
    return readLoadedCard({ path: config.cardFile, setting: ENVIRONMENT.cardFile });
  }
  if (existsSync(mountedFile)) {
    return readLoadedCard({ path: mountedFile, setting: "card" });
  }
  return { card: toCard(config.cardEnvironment), file: undefined };
}

function findExtendedCard(
  { extendedCard }: GivenCards,
  { extendedCardFile }: CardConfig,
): LoadedCard | undefined {
  if (extendedCard !== undefined) {
    const card = within("The extended card", () => toMountedCard(extendedCard));
    return { card, file: undefined };
  }
  return extendedCardFile === undefined
    ? undefined
    : readLoadedCard({ path: extendedCardFile, setting: ENVIRONMENT.extendedCardFile });
}

function readLoadedCard(file: CardFile): LoadedCard {
  return { card: readCardFile(file.path, file.setting), file };
}

/** The variables that make a card together. */
const CARD_VARIABLES = [
  ENVIRONMENT.agentName,
  ENVIRONMENT.agentDescription,
  ENVIRONMENT.agentVersion,
  ENVIRONMENT.agentSkills,
].join(", ");

/** Makes a card of what the environment holds: images written for other deployers have it there. */
function toCard({ name, description, version, skills }: CardEnvironment): MountedCard {
  if (name === undefined && skills === undefined) {
    throw toError(
      "card",
      `The agent has no card. Give one with --card, with ${ENVIRONMENT.cardFile}, at ` +
        `${CARD_FILE_PATH}, with ${CARD_VARIABLES}, or in the program.`,
    );
  }
  return within(`The card (${CARD_VARIABLES})`, () =>
    parseMountedCard(
      JSON.stringify({ name, description, version, skills: parseSkills(skills) }),
      ENVIRONMENT.agentSkills,
    ),
  );
}

function parseSkills(text: string | undefined): unknown {
  if (text === undefined) {
    return undefined;
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw toError("skills", `'${ENVIRONMENT.agentSkills}' must be a JSON list: ${String(error)}`);
  }
}

/** Puts in front of each issue where the card comes from. */
function within(source: string, parse: () => MountedCard): MountedCard {
  try {
    return parse();
  } catch (error) {
    if (error instanceof SettingsError) {
      throw new SettingsError(
        error.issues.map(({ propertyPath, reason }): SettingsIssue => ({
          propertyPath,
          reason: reason.startsWith("The card (") ? reason : `${source}: ${reason}`,
        })),
      );
    }
    throw error;
  }
}

function toError(propertyPath: string, reason: string): SettingsError {
  return new SettingsError([{ propertyPath, reason }]);
}
