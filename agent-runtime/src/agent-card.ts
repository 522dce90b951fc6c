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
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import type { CardEnvironment, RuntimeConfig } from "./config.js";

/** The version of A2A that is spoken. */
export const PROTOCOL_VERSION = "1.0";

/** A place where the agent speaks A2A (A2A 1.0, section 4.4.6). */
export interface AgentInterface {
  url: string;
  protocolBinding: string;
  protocolVersion: string;
}

/** The card as callers get it: what was written, and where the agent speaks. */
export type AgentCardDocument = MountedCard & { supportedInterfaces: AgentInterface[] };

/**
 * Finds the card of the agent: what the program gives, else the file that the environment names,
 * else the mounted file, else what the environment holds.
 *
 * @throws SettingsError when there is none, or it is wrong, with all issues at once.
 */
export function loadCard(
  given: AgentCardSettings | undefined,
  config: Pick<RuntimeConfig, "cardFile" | "cardEnvironment">,
  mountedFile: string = CARD_FILE_PATH,
): MountedCard {
  const card = findCard(given, config, mountedFile);
  refuseUnavailable(card);
  return card;
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

/** The card as callers get it, with where the agent speaks. */
export function toCardDocument(card: MountedCard, url: string): AgentCardDocument {
  const { name, description, ...rest } = card;
  return {
    name,
    description,
    // Required members stay, also when they are empty: the serializer of the SDK drops them.
    supportedInterfaces: [{ url, protocolBinding: "JSONRPC", protocolVersion: PROTOCOL_VERSION }],
    ...rest,
  };
}

/** Names a content: the same content has the same hash. */
export function toHash(content: string): string {
  return createHash("sha256").update(content).digest("hex").slice(0, 16);
}

function findCard(
  given: AgentCardSettings | undefined,
  { cardFile, cardEnvironment }: Pick<RuntimeConfig, "cardFile" | "cardEnvironment">,
  mountedFile: string,
): MountedCard {
  if (given !== undefined) {
    return toMountedCard(given);
  }
  if (cardFile !== undefined) {
    return readCardFile(cardFile, ENVIRONMENT.cardFile);
  }
  if (existsSync(mountedFile)) {
    return readCardFile(mountedFile, "card");
  }
  return toCard(cardEnvironment);
}

/** Makes a card of what the environment holds: images written for other deployers have it there. */
function toCard({ name, description, version, skills }: CardEnvironment): MountedCard {
  if (name === undefined && skills === undefined) {
    throw toError(
      "card",
      `The agent has no card. Give one with --card, with ${ENVIRONMENT.cardFile}, at ` +
        `${CARD_FILE_PATH}, or in the program.`,
    );
  }
  const variables = [
    ENVIRONMENT.agentName,
    ENVIRONMENT.agentDescription,
    ENVIRONMENT.agentVersion,
    ENVIRONMENT.agentSkills,
  ];
  return within(`The card (${variables.join(", ")})`, () =>
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

/** A card promises; what cannot be kept yet is refused rather than left out. */
function refuseUnavailable({ capabilities }: MountedCard): void {
  const issues = (["pushNotifications", "extendedAgentCard"] as const)
    .filter((name) => capabilities[name])
    .map((name) => ({
      propertyPath: `capabilities.${name}`,
      reason: `'capabilities.${name}' (true) must be false: the runtime does not offer it.`,
    }));
  if (issues.length > 0) {
    throw new SettingsError(issues);
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
