import { parseSettings, SettingsError } from "@berth/contract";
import { z } from "zod";
import type { TaskMessage, TaskPart } from "../agent-task.js";
import { toEssence } from "../media-type.js";
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

const JSON_TYPE = "application/json";

/**
 * Reads what is asked for: the first part with data or with a JSON file, else the text. A question that names
 * nothing to look for, such as "Which agents are there?", asks for all of them.
 *
 * @throws SettingsError when the data is of another form, with all issues at once, or when nothing is asked.
 */
export function readDiscoveryQuery({ parts, text }: TaskMessage): AgentQuery {
  const index = parts.findIndex((part) => part.data !== undefined || isJsonFile(part));
  const part = parts[index];
  if (part !== undefined) {
    const data =
      part.data === undefined ? readJsonFile(part, `message.parts[${index}]`) : part.data;
    return parseSettings(dataSchema, data as z.input<typeof dataSchema>);
  }
  if (text.trim() === "") {
    throw toError(
      "message.parts",
      `'message.parts' must have a text, data, or a file of the type ${JSON_TYPE}.`,
    );
  }
  const question = text.slice(0, MAX_QUERY_LENGTH);
  return toTellingWords(question).length === 0 ? {} : { text: question };
}

function isJsonFile({ mediaType = "", raw }: TaskPart): boolean {
  return raw !== undefined && toEssence(mediaType) === JSON_TYPE;
}

function readJsonFile({ filename, raw }: TaskPart, propertyPath: string): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(raw));
  } catch (error) {
    const value = filename === undefined ? "" : ` (${filename})`;
    throw toError(propertyPath, `'${propertyPath}'${value} must be JSON: ${String(error)}.`);
  }
}

function toError(propertyPath: string, reason: string): SettingsError {
  return new SettingsError([{ propertyPath, reason }]);
}
