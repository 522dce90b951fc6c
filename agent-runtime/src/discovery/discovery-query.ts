import { parseSettings } from "@berth/contract";
import { z } from "zod";
import type { TaskMessage } from "../agent-task.js";
import type { AgentQuery } from "./agent-registry.js";
import { toTellingWords } from "./words.js";

/** How long a question may be: a longer one looks for nothing more. */
const MAX_QUERY_LENGTH = 2_000;

const TEXT_RULE = "must be a text that is not empty.";
const LENGTH_RULE = `must have at most ${MAX_QUERY_LENGTH} characters.`;

const text = z
  .string(TEXT_RULE)
  .max(MAX_QUERY_LENGTH, LENGTH_RULE)
  .refine((given) => given.trim() !== "", TEXT_RULE)
  .optional();

const dataSchema = z.strictObject({ skill: text, tag: text, text }, "must be an object.");

/**
 * Reads what is asked for: the first data part, else the text. A question that names nothing to look for, such
 * as "Which agents are there?", asks for all of them.
 *
 * @throws SettingsError when the data is of another form, with all issues at once.
 */
export function readDiscoveryQuery({ parts, text }: TaskMessage): AgentQuery {
  const part = parts.find(({ data }) => data !== undefined);
  if (part !== undefined) {
    return parseSettings(dataSchema, part.data as z.input<typeof dataSchema>);
  }
  const question = text.slice(0, MAX_QUERY_LENGTH);
  return toTellingWords(question).length === 0 ? {} : { text: question };
}
