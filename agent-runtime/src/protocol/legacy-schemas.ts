import { z } from "zod";
import {
  base64,
  givenId,
  id,
  jsonValue,
  list,
  optionalHistoryLength,
  optionalStruct,
  texts,
} from "./message-schema.js";

// The parameters of A2A 0.3 (specification/json/a2a.json of that version). Callers who have nothing
// to say in a member may say null.

const optionalText = z.string().optional();
const optionalTexts = texts.optional();
const given = z.string().min(1);
const taskId = id.regex(/\S/, "must be the id of a task.");

const textPart = z.object({
  kind: z.literal("text"),
  text: z.string(),
  metadata: optionalStruct,
});

const file = z
  .object({
    bytes: base64.optional(),
    uri: optionalText,
    mimeType: optionalText,
    name: optionalText,
  })
  .refine(
    ({ bytes, uri }) => (bytes === undefined) !== (uri === undefined),
    "must have either bytes or uri.",
  );

const filePart = z.object({
  kind: z.literal("file"),
  file: z.preprocess(dropNulls, file),
  metadata: optionalStruct,
});

const dataPart = z.object({
  kind: z.literal("data"),
  data: jsonValue.refine(
    (value) => typeof value === "object" && value !== null && !Array.isArray(value),
    "must be an object.",
  ),
  metadata: optionalStruct,
});

const part = z.preprocess(
  dropNulls,
  z.discriminatedUnion("kind", [textPart, filePart, dataPart], {
    error: "must be 'text', 'file' or 'data'.",
  }),
);

const message = z.object({
  kind: z.literal("message", "must be 'message'.").optional(),
  messageId: givenId,
  contextId: id.optional(),
  taskId: id.optional(),
  role: z.literal("user", "must be 'user'."),
  parts: list(part, "must have at least one entry."),
  metadata: optionalStruct,
  extensions: optionalTexts,
  referenceTaskIds: optionalTexts,
});

const pushAuthentication = z.object({
  // The current version has room for one.
  schemes: list(z.string(), "must have at least one entry.").transform((schemes) =>
    schemes.slice(0, 1),
  ),
  credentials: optionalText,
});

const pushConfig = z.object({
  id: id.optional(),
  url: given,
  token: optionalText,
  authentication: z.preprocess(dropNulls, pushAuthentication.optional()),
});

const configuration = z.object({
  acceptedOutputModes: optionalTexts,
  // Whoever does not say waits for the task, as in the other versions.
  blocking: z.boolean().default(true),
  historyLength: optionalHistoryLength,
  pushNotificationConfig: z.preprocess(dropNulls, pushConfig.optional()),
});

const task = { id: taskId };

export const legacySendSchema = z.preprocess(
  dropNulls,
  z.object({
    message: z.preprocess(dropNulls, message),
    configuration: z.preprocess(dropNulls, configuration.optional()),
    metadata: optionalStruct,
  }),
);
export const legacyGetTaskSchema = z.preprocess(
  dropNulls,
  z.object({ ...task, historyLength: optionalHistoryLength }),
);
export const legacyTaskSchema = z.object(task);
export const legacySetPushConfigSchema = z.object({
  taskId,
  pushNotificationConfig: z.preprocess(dropNulls, pushConfig),
});
export const legacyGetPushConfigSchema = z.preprocess(
  dropNulls,
  z.object({ ...task, pushNotificationConfigId: id.optional() }),
);
export const legacyDeletePushConfigSchema = z.object({
  ...task,
  pushNotificationConfigId: givenId,
});
export const legacyCardSchema = z.object({});

/** The object without the members that are null. */
function dropNulls(value: unknown): unknown {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? Object.fromEntries(
        Object.entries(value).filter(([, member]) => (member ?? undefined) !== undefined),
      )
    : (value ?? undefined);
}
