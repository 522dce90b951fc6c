import { z } from "zod";
import { parseSettings } from "./settings.js";

/**
 * The schema of a card that another agent serves, loose: what is not read here may be missing,
 * wrong or new, and unknown members stay as they are (A2A 1.0, section 3.6).
 */
const servedCardSchema = z.looseObject({
  name: z.string(),
  description: z.string().default(""),
  version: z.string().default(""),
  supportedInterfaces: z
    .array(
      z.looseObject({
        url: z.string(),
        protocolBinding: z.string(),
        protocolVersion: z.string(),
        tenant: z.string().optional(),
      }),
    )
    .min(1, "must have at least one entry: cards before A2A 1.0 have none."),
  capabilities: z.looseObject({ streaming: z.boolean().default(false) }).prefault({}),
  skills: z
    .array(
      z.looseObject({
        id: z.string(),
        name: z.string().default(""),
        description: z.string().default(""),
        tags: z.array(z.string()).default([]),
      }),
    )
    .default([]),
});

/** A card that an agent serves, with the members that are sure to be there. */
export type ServedCard = z.output<typeof servedCardSchema>;

/**
 * Reads the card that an agent serves.
 *
 * @throws SettingsError when it lacks what a caller needs, with all issues at once.
 */
export function parseServedCard(card: unknown): ServedCard {
  return parseSettings(servedCardSchema, card as z.input<typeof servedCardSchema>);
}
