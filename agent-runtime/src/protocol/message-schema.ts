import {
  type AuthenticationInfo,
  type Message,
  type Part,
  Role,
  type SendMessageConfiguration,
  type TaskPushNotificationConfig,
} from "@a2a-js/sdk";
import { z } from "zod";
import { MAX_ENTRIES, MAX_ID_LENGTH, MAX_INT32 } from "./message-limits.js";
import { isDeeperThan } from "./nesting.js";

// ProtoJSON reads null as if the member were not there; so do these schemas. What they do not know
// is left out (A2A 1.0, section 5.7).

/**
 * How deep data may be nested. What reads and writes JSON, here and at whoever is told of the task,
 * calls itself for each level, and fails at some thousands.
 */
const MAX_LEVELS = 100;

const ID_RULE = `must be at most ${MAX_ID_LENGTH} characters long.`;
const NESTING_RULE = `must be nested at most ${MAX_LEVELS} levels deep.`;
const HISTORY_LENGTH_RULE = "must be a whole number, at least 0.";
const BASE64_RULE = "must be the Base64 of bytes.";

/** Both alphabets, with padding or without (ProtoJSON). */
const BASE64 = /^[\w+/-]*={0,2}$/;

/**
 * A list that is not too long: its entries are looked at only when it is not. `emptyRule` is told of
 * one without entries, where it must have some.
 */
export function list<Entry extends z.ZodType>(
  entry: Entry,
  emptyRule?: string,
): z.ZodPipe<z.ZodCustom<unknown[]>, z.ZodArray<Entry>> {
  const entries = z.array(entry);
  return z
    .custom<unknown[]>(
      (value) => !Array.isArray(value) || value.length <= MAX_ENTRIES,
      `must have at most ${MAX_ENTRIES} entries.`,
    )
    .pipe(emptyRule === undefined ? entries : entries.min(1, emptyRule));
}

export const optionalText = z.string().nullish();

/** A text that names something, and is kept for as long as that is known. */
export const id = z.string().max(MAX_ID_LENGTH, ID_RULE);
export const optionalId = id.nullish();

/** An id that must be given. */
export const givenId = id.min(1);
export const texts = list(z.string());
const optionalTexts = texts.nullish();

/** The bytes of a file, as JSON carries them. */
export const base64 = z.string().regex(BASE64, BASE64_RULE);

/** Any value of JSON. */
export const jsonValue = z
  .unknown()
  .optional()
  .refine((value) => !isDeeperThan(MAX_LEVELS, value), NESTING_RULE);

/** An object whose members are any values of JSON. */
export const optionalStruct = z
  .custom<Record<string, unknown> | null>(isStruct, "must be an object.")
  .optional()
  .refine((value) => !isDeeperThan(MAX_LEVELS, value), NESTING_RULE);

export const optionalHistoryLength = z
  .int(HISTORY_LENGTH_RULE)
  .min(0, HISTORY_LENGTH_RULE)
  .max(MAX_INT32, HISTORY_LENGTH_RULE)
  .nullish();

const CONTENTS = ["text", "data", "raw", "url"] as const;

const partSchema = z
  .object({
    text: optionalText,
    raw: base64.nullish(),
    url: optionalText,
    data: jsonValue,
    metadata: optionalStruct,
    filename: optionalText,
    mediaType: optionalText,
  })
  .superRefine((part, context) => {
    const given = getContents(part);
    if (given.length !== 1) {
      context.addIssue({
        code: "custom",
        message:
          given.length === 0
            ? "must have text, data, raw or url."
            : `must have one of text, data, raw and url, not ${given.join(" and ")}.`,
      });
    }
  });

export const messageSchema = z.object({
  messageId: givenId,
  contextId: optionalId,
  taskId: optionalId,
  role: z.literal("ROLE_USER", "must be 'ROLE_USER'."),
  parts: list(partSchema, "must have at least one entry."),
  metadata: optionalStruct,
  extensions: optionalTexts,
  referenceTaskIds: optionalTexts,
});

const pushAuthenticationSchema = z.object({ scheme: z.string().min(1), credentials: optionalText });

/** The webhook that is told of a task. */
export const pushConfigSchema = z.object({
  tenant: optionalId,
  id: optionalId,
  taskId: optionalId,
  url: z.string().min(1),
  token: optionalText,
  authentication: pushAuthenticationSchema.nullish(),
});

export const configurationSchema = z.object({
  acceptedOutputModes: optionalTexts,
  taskPushNotificationConfig: pushConfigSchema.nullish(),
  historyLength: optionalHistoryLength,
  returnImmediately: z.boolean().nullish(),
});

function isStruct(value: unknown): boolean {
  return typeof value === "object" && !Array.isArray(value);
}

/** What of its content a part has. Data may be null, which is a value. */
function getContents(part: z.output<typeof partSchema>): (typeof CONTENTS)[number][] {
  return CONTENTS.filter((name) =>
    name === "data" ? part.data !== undefined : (part[name] ?? undefined) !== undefined,
  );
}

export function toMessage(message: z.output<typeof messageSchema>): Message {
  return {
    messageId: message.messageId,
    contextId: message.contextId ?? "",
    taskId: message.taskId ?? "",
    role: Role.ROLE_USER,
    parts: message.parts.map(toPart),
    metadata: message.metadata ?? undefined,
    extensions: message.extensions ?? [],
    referenceTaskIds: message.referenceTaskIds ?? [],
  };
}

function toPart(part: z.output<typeof partSchema>): Part {
  return {
    content: toContent(part),
    metadata: part.metadata ?? undefined,
    filename: part.filename ?? "",
    mediaType: part.mediaType ?? "",
  };
}

function toContent({ text, raw, url, data }: z.output<typeof partSchema>): Part["content"] {
  if (typeof text === "string") {
    return { $case: "text", value: text };
  }
  if (typeof raw === "string") {
    return { $case: "raw", value: Buffer.from(raw, "base64") };
  }
  return typeof url === "string" ? { $case: "url", value: url } : { $case: "data", value: data };
}

export function toPushConfig(
  config: z.output<typeof pushConfigSchema>,
): TaskPushNotificationConfig {
  return {
    tenant: config.tenant ?? "",
    id: config.id ?? "",
    taskId: config.taskId ?? "",
    url: config.url,
    token: config.token ?? "",
    authentication: toPushAuthentication(config.authentication),
  };
}

function toPushAuthentication(
  given: z.output<typeof pushAuthenticationSchema> | null | undefined,
): AuthenticationInfo | undefined {
  return given ? { scheme: given.scheme, credentials: given.credentials ?? "" } : undefined;
}

export function toConfiguration(
  given: z.output<typeof configurationSchema> | null | undefined,
): SendMessageConfiguration | undefined {
  return given
    ? {
        acceptedOutputModes: given.acceptedOutputModes ?? [],
        taskPushNotificationConfig: given.taskPushNotificationConfig
          ? toPushConfig(given.taskPushNotificationConfig)
          : undefined,
        historyLength: given.historyLength ?? undefined,
        returnImmediately: given.returnImmediately ?? false,
      }
    : undefined;
}
