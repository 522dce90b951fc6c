import { type Message, type Part, Role } from "@a2a-js/sdk";
import type { TaskMessage, TaskPart } from "../agent-task.js";

type Content = NonNullable<Part["content"]>;

/**
 * Writes parts the way the protocol carries them. They are copied: what an agent does with its
 * values afterwards changes nothing.
 *
 * @throws TypeError when there is no part, or one has no content, several or none that is JSON.
 */
export function toWireParts(parts: readonly TaskPart[]): Part[] {
  if (parts.length === 0) {
    throw new TypeError("'parts' must have at least one entry.");
  }
  return parts.map((part, index) => ({
    content: toContent(part, index),
    metadata: undefined,
    filename: part.filename ?? "",
    mediaType: part.mediaType ?? "",
  }));
}

function toContent(part: TaskPart, index: number): Content {
  const contents: Content[] = [];
  if (part.text !== undefined) {
    contents.push({ $case: "text", value: part.text });
  }
  if (part.data !== undefined) {
    contents.push({ $case: "data", value: toJsonValue(part.data, index) });
  }
  if (part.raw !== undefined) {
    contents.push({ $case: "raw", value: Buffer.from(part.raw) });
  }
  if (part.url !== undefined) {
    contents.push({ $case: "url", value: part.url });
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
): Message {
  return {
    messageId: crypto.randomUUID(),
    role: Role.ROLE_AGENT,
    parts: toWireParts([{ text }]),
    taskId: ids.taskId,
    contextId: ids.contextId,
    metadata: undefined,
    extensions: [],
    referenceTaskIds: [],
  };
}
