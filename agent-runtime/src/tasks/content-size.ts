import type { Artifact, Message, Part, Task } from "@a2a-js/sdk";

// What records take in the heap of V8, measured with many of them and rounded up.

/** A task without messages and artifacts, and its place in the store. */
const TASK_BYTES = 500;

/** A message or an artifact without parts. */
const ITEM_BYTES = 400;

/** A part without content. */
const PART_BYTES = 120;

/** A file's bytes share a larger piece of memory with others, or have one of their own. */
const RAW_BYTES = 1_000;

/** A value within data: a number, a text's head, an entry of an object or of a list. */
const VALUE_BYTES = 32;

/** Roughly what a task takes. It is cheap: no text is written. */
export function getTaskBytes(task: Task): number {
  let bytes = TASK_BYTES + getTextBytes(task.contextId) + getDataBytes(task.metadata);
  for (const message of task.history) {
    bytes += getMessageBytes(message);
  }
  for (const artifact of task.artifacts) {
    bytes += getArtifactBytes(artifact);
  }
  return bytes;
}

/** Roughly what a part takes. */
export function getContentBytes({ content, filename, mediaType, metadata }: Part): number {
  const bytes =
    PART_BYTES + getTextBytes(filename) + getTextBytes(mediaType) + getDataBytes(metadata);
  switch (content?.$case) {
    case "text":
    case "url":
      return bytes + getTextBytes(content.value);
    case "raw":
      return bytes + RAW_BYTES + content.value.length;
    case "data":
      return bytes + getDataBytes(content.value);
    case undefined:
      return bytes;
  }
}

function getMessageBytes(message: Message): number {
  let bytes =
    ITEM_BYTES +
    getTextBytes(message.messageId) +
    getDataBytes(message.metadata) +
    getListBytes(message.extensions) +
    getListBytes(message.referenceTaskIds);
  for (const part of message.parts) {
    bytes += getContentBytes(part);
  }
  return bytes;
}

function getArtifactBytes(artifact: Artifact): number {
  let bytes =
    ITEM_BYTES +
    getTextBytes(artifact.artifactId) +
    getTextBytes(artifact.name) +
    getTextBytes(artifact.description) +
    getDataBytes(artifact.metadata) +
    getListBytes(artifact.extensions);
  for (const part of artifact.parts) {
    bytes += getContentBytes(part);
  }
  return bytes;
}

function getListBytes(texts: readonly string[]): number {
  return texts.reduce((sum, text) => sum + VALUE_BYTES + getTextBytes(text), 0);
}

/** Of shorter texts, it does not pay to look at the characters. */
const LONG_TEXT = 64;

/** V8 takes one byte for each character of most Latin texts, and two for those of all others. */
function getTextBytes(text: string): number {
  return text.length < LONG_TEXT ? 2 * text.length : Buffer.byteLength(text);
}

/** Goes through data of any depth without a call for each level. */
function getDataBytes(data: unknown): number {
  if (data === undefined) {
    return 0;
  }
  let bytes = 0;
  const rest: unknown[] = [data];
  while (rest.length > 0) {
    const value = rest.pop();
    bytes += VALUE_BYTES;
    if (typeof value === "string") {
      bytes += getTextBytes(value);
    } else if (Array.isArray(value)) {
      for (const item of value) {
        rest.push(item);
      }
    } else if (typeof value === "object" && value !== null) {
      // What was read from JSON has its own members only.
      for (const name in value) {
        bytes += getTextBytes(name);
        rest.push((value as Record<string, unknown>)[name]);
      }
    }
  }
  return bytes;
}
