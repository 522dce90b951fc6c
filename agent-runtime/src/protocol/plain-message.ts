import {
  type Message,
  type Part,
  Role,
  type SendMessageConfiguration,
  type SendMessageRequest,
} from "@a2a-js/sdk";
import { MAX_ENTRIES, MAX_ID_LENGTH, MAX_INT32 } from "./message-limits.js";

type Members = Readonly<Record<string, unknown>>;

/**
 * Reads the parameters of a message as nearly all of them are: texts, and nothing that is looked into. It
 * takes a tenth of what their schema does, and reads what it reads to the same. Undefined where there is
 * anything else, or anything wrong: that is for the schema.
 */
export function readPlainMessage(params: unknown): SendMessageRequest | undefined {
  if (!isObject(params) || !isAbsent(params["metadata"])) {
    return undefined;
  }
  const tenant = readOptionalId(params["tenant"]);
  const message = readMessage(params["message"]);
  if (tenant === undefined || message === undefined) {
    return undefined;
  }
  const given = params["configuration"];
  if (isAbsent(given)) {
    return { tenant, message, configuration: undefined, metadata: undefined };
  }
  const configuration = readConfiguration(given);
  return configuration && { tenant, message, configuration, metadata: undefined };
}

function readMessage(given: unknown): Message | undefined {
  if (
    !isObject(given) ||
    given["role"] !== "ROLE_USER" ||
    !isAbsent(given["metadata"]) ||
    !isAbsent(given["extensions"]) ||
    !isAbsent(given["referenceTaskIds"])
  ) {
    return undefined;
  }
  const messageId = readOptionalId(given["messageId"]);
  const contextId = readOptionalId(given["contextId"]);
  const taskId = readOptionalId(given["taskId"]);
  const parts = readParts(given["parts"]);
  if (
    messageId === undefined ||
    messageId === "" ||
    contextId === undefined ||
    taskId === undefined ||
    parts === undefined
  ) {
    return undefined;
  }
  return {
    messageId,
    contextId,
    taskId,
    role: Role.ROLE_USER,
    parts,
    metadata: undefined,
    extensions: [],
    referenceTaskIds: [],
  };
}

function readParts(given: unknown): Part[] | undefined {
  if (!Array.isArray(given) || given.length === 0 || given.length > MAX_ENTRIES) {
    return undefined;
  }
  const parts: Part[] = [];
  for (const entry of given as unknown[]) {
    const part = readPart(entry);
    if (part === undefined) {
      return undefined;
    }
    parts.push(part);
  }
  return parts;
}

function readPart(given: unknown): Part | undefined {
  if (!isObject(given)) {
    return undefined;
  }
  const { data, filename, mediaType, metadata, raw, text, url } = given;
  if (
    typeof text !== "string" ||
    data !== undefined ||
    !isAbsent(raw) ||
    !isAbsent(url) ||
    !isAbsent(metadata)
  ) {
    return undefined;
  }
  const name = readOptionalText(filename);
  const type = readOptionalText(mediaType);
  return name === undefined || type === undefined
    ? undefined
    : {
        content: { $case: "text", value: text },
        metadata: undefined,
        filename: name,
        mediaType: type,
      };
}

function readConfiguration(given: unknown): SendMessageConfiguration | undefined {
  if (!isObject(given) || !isAbsent(given["taskPushNotificationConfig"])) {
    return undefined;
  }
  const modes = given["acceptedOutputModes"] ?? [];
  const historyLength = given["historyLength"] ?? undefined;
  const returnImmediately = given["returnImmediately"] ?? false;
  return isTexts(modes) && isLength(historyLength) && typeof returnImmediately === "boolean"
    ? {
        acceptedOutputModes: modes,
        taskPushNotificationConfig: undefined,
        historyLength,
        returnImmediately,
      }
    : undefined;
}

function isTexts(given: unknown): given is string[] {
  return (
    Array.isArray(given) &&
    given.length <= MAX_ENTRIES &&
    given.every((entry) => typeof entry === "string")
  );
}

function isLength(given: unknown): given is number | undefined {
  return (
    given === undefined ||
    (Number.isInteger(given) && (given as number) >= 0 && (given as number) <= MAX_INT32)
  );
}

/** Empty where it is not given; undefined where it is no id. */
function readOptionalId(given: unknown): string | undefined {
  const text = readOptionalText(given);
  return text !== undefined && text.length <= MAX_ID_LENGTH ? text : undefined;
}

function readOptionalText(given: unknown): string | undefined {
  if (isAbsent(given)) {
    return "";
  }
  return typeof given === "string" ? given : undefined;
}

/** ProtoJSON reads null as if the member were not there. */
function isAbsent(given: unknown): boolean {
  return given === undefined || given === null;
}

function isObject(given: unknown): given is Members {
  return typeof given === "object" && given !== null && !Array.isArray(given);
}
