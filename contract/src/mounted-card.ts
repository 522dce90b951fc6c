import { z } from "zod";
import type { AgentCardSettings } from "./agent-card.js";
import { given, mediaType, url } from "./card-text.js";
import { securityRequirement, securityScheme } from "./security-schemes.js";
import { parseSettings, SettingsError } from "./settings.js";
import type { Expect, Same } from "./type-check.js";

/** The media types of an agent that names none: plain text. */
export const DEFAULT_MODES = ["text/plain"];

const AT_LEAST_ONE = "must have at least one entry (A2A 1.0, section 5.7).";

const modes = z.array(mediaType).min(1, AT_LEAST_ONE);

const skill = z.strictObject({
  id: given,
  name: given,
  description: given,
  tags: z.array(given).min(1, AT_LEAST_ONE),
  examples: z.array(given).optional(),
  inputModes: modes.optional(),
  outputModes: modes.optional(),
  securityRequirements: z.array(securityRequirement).optional(),
});

const capabilities = z.strictObject({
  streaming: z.boolean().default(true),
  pushNotifications: z.boolean().default(false),
  extendedAgentCard: z.boolean().default(false),
  extensions: z
    .array(
      z.strictObject({
        uri: given,
        description: given.optional(),
        required: z.boolean().optional(),
      }),
    )
    .optional(),
});

/** The schema of the card that a person writes, strict: an unknown member is a slip of the pen. */
const agentCardSettingsSchema = z
  .strictObject({
    name: given,
    description: given,
    version: given,
    provider: z.strictObject({ organization: given, url }).optional(),
    documentationUrl: url.optional(),
    iconUrl: url.optional(),
    capabilities: capabilities.prefault({}),
    securitySchemes: z.record(z.string(), securityScheme).optional(),
    securityRequirements: z.array(securityRequirement).optional(),
    defaultInputModes: modes.default(DEFAULT_MODES),
    defaultOutputModes: modes.default(DEFAULT_MODES),
    skills: z.array(skill).min(1, AT_LEAST_ONE),
  })
  .superRefine((card, context) => {
    checkSkillIds(card, context);
    checkSchemeNames(card, context);
  });

/** @internal */
export type _AgentCardSettingsInStep = Expect<
  Same<AgentCardSettings, z.input<typeof agentCardSettingsSchema>>
>;

/** The card of an agent, checked and with its defaults, as it is mounted: it has no addresses. */
export type MountedCard = z.output<typeof agentCardSettingsSchema>;

/**
 * Checks what a person wrote on a card and fills in the defaults.
 *
 * @throws SettingsError with all issues at once.
 */
export function toMountedCard(settings: AgentCardSettings): MountedCard {
  return parseSettings(agentCardSettingsSchema, settings);
}

/** Writes a card the way it is mounted: the same card gives the same text. */
export function serializeMountedCard(card: MountedCard): string {
  return `${JSON.stringify(card, null, 2)}\n`;
}

/**
 * Reads a card from the text of a file.
 *
 * @param source names the file in messages.
 * @throws SettingsError when the text is not JSON or not a card, with all issues at once.
 */
export function parseMountedCard(text: string, source: string): MountedCard {
  let settings: unknown;
  try {
    settings = JSON.parse(text);
  } catch (error) {
    const reason = `The card (${source}) must be JSON: ${String(error)}`;
    throw new SettingsError([{ propertyPath: "", reason }]);
  }
  return toMountedCard(settings as AgentCardSettings);
}

/** Skills are asked for by id. */
function checkSkillIds({ skills }: MountedCard, context: z.RefinementCtx): void {
  skills.forEach(({ id }, index) => {
    const first = skills.findIndex((other) => other.id === id);
    if (first !== index) {
      const message = `must differ from 'skills[${first}].id'.`;
      context.addIssue({ code: "custom", path: ["skills", index, "id"], input: id, message });
    }
  });
}

/** A requirement that names a scheme which is not there can be met by nobody. */
function checkSchemeNames(card: MountedCard, context: z.RefinementCtx): void {
  const known = Object.keys(card.securitySchemes ?? {});
  const check = (requirements: MountedCard["securityRequirements"], path: PropertyKey[]): void => {
    requirements?.forEach(({ schemes }, index) => {
      for (const name of Object.keys(schemes).filter((name) => !known.includes(name))) {
        context.addIssue({
          code: "custom",
          path: [...path, index, "schemes"],
          input: name,
          message: `must be a name in 'securitySchemes' (${known.join(", ") || "none"}).`,
        });
      }
    });
  };
  check(card.securityRequirements, ["securityRequirements"]);
  card.skills.forEach((skill, index) => {
    check(skill.securityRequirements, ["skills", index, "securityRequirements"]);
  });
}
