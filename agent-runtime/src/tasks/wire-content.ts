import { type Message, type Part, Role } from "@a2a-js/sdk";
import type { TaskMessage, TaskPart } from "../agent-task.js";
import { createId } from "./create-id.js";

type Content = NonNullable<Part["content"]>;

/**
 * Writes parts the way the protocol carries them. They are copied: what an agent does with its
 * values afterwards changes nothing.
 *
 * @throws TypeError when there is no part, or one has no content, several, or one of another type.
 */
export function toWireParts(parts: readonly TaskPart[]): Part[] {
  if (parts.length === 0) {
    throw new TypeError("'parts' must have at least one entry.");
  }
  return parts.map((part, index) => ({
    content: toContent(part, index),
    metadata: undefined,
    filename: toText(part.filename ?? "", `parts[${index}].filename`),
    mediaType: toText(part.mediaType ?? "", `parts[${index}].mediaType`),
  }));
}

// Executors are written in JavaScript, too: nothing has checked what they hand over.

/** @throws TypeError when a value is no text. */
export function toText(value: unknown, name: string): string {
  if (typeof value !== "string") {
    throw new TypeError(`'${name}' (${describe(value)}) must be a string.`);
  }
  return value;
}

function toBytes(value: unknown, name: string): Buffer {
  if (!(value instanceof Uint8Array)) {
    throw new TypeError(`'${name}' (${describe(value)}) must be a Uint8Array.`);
  }
  return Buffer.from(value);
}

/** What a value is, for messages. */
function describe(value: unknown): string {
  if (value === null) {
    return "null";
  }
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}

function toContent(part: TaskPart, index: number): Content {
  const contents: Content[] = [];
  if (part.text !== undefined) {
    contents.push({ $case: "text", value: toText(part.text, `parts[${index}].text`) });
  }
  if (part.data !== undefined) {
    contents.push({ $case: "data", value: toJsonValue(part.data, index) });
  }
  if (part.raw !== undefined) {
    contents.push({ $case: "raw", value: toBytes(part.raw, `parts[${index}].raw`) });
  }
  if (part.url !== undefined) {
    contents.push({ $case: "url", value: toText(part.url, `parts[${index}].url`) });
  }
  const [content] = contents;
  if (content === undefined || contents.length > 1) {
    const given = contents.map(({ $case }) => $case).join(", ") || "none";
    throw new TypeError(
      `'parts[${index}]' (${given}) must have exactly one of text, data, raw and url.`,
    );
  }
  return content;
}

/** What JSON has no word for, such as a function, has no text. */
const stringify: (value: unknown) => string | undefined = JSON.stringify;

function toJsonValue(data: unknown, index: number): unknown {
  const rule = `'parts[${index}].data' must be a JSON value`;
  let text: string | undefined;
  try {
    text = stringify(data);
  } catch (error) {
    throw new TypeError(`${rule}: ${String(error)}`, { cause: error });
  }
  if (text === undefined) {
    throw new TypeError(`${rule}.`);
  }
  return JSON.parse(text);
}

/** Reads parts that came over the wire. A part without content becomes an empty text. */
export function fromWireParts(parts: readonly Part[]): TaskPart[] {
  return parts.map(({ content, filename, mediaType }) => ({
    ...fromContent(content),
    ...(mediaType === "" ? {} : { mediaType }),
    ...(filename === "" ? {} : { filename }),
  }));
}

function fromContent(content: Part["content"]): TaskPart {
  switch (content?.$case) {
    case "data":
      return { data: content.value as unknown };
    case "raw":
      return { raw: content.value };
    case "url":
      return { url: content.value };
    case "text":
      return { text: content.value };
    case undefined:
      return { text: "" };
  }
}

/** Reads a message that came over the wire. */
export function fromWireMessage(message: Message): TaskMessage {
  const parts = fromWireParts(message.parts);
  return {
    messageId: message.messageId,
    role: message.role === Role.ROLE_AGENT ? "agent" : "user",
    parts,
    text: joinTexts(parts),
  };
}

/** All text parts, joined by newlines. */
function joinTexts(parts: readonly TaskPart[]): string {
  return parts.flatMap(({ text }) => text ?? []).join("\n");
}

/** A message of plain text from the agent to its caller. */
export function createAgentMessage(
  text: string,
  ids: { taskId: string; contextId: string },
  metadata?: Message["metadata"],
): Message {
  return {
    messageId: createId(),
    role: Role.ROLE_AGENT,
    parts: toWireParts([{ text }]),
    taskId: ids.taskId,
    contextId: ids.contextId,
    metadata,
    extensions: [],
    referenceTaskIds: [],
  };
}
