import type { StreamResponse, TaskArtifactUpdateEvent } from "@a2a-js/sdk";
import { getContentBytes } from "../tasks/content-size.js";
import { joinParts } from "../tasks/task-record.js";

/** What a merged event takes at most, roughly: a webhook gets its news in pieces of some size. */
const MAX_MERGED_BYTES = 256 * 1024;

/**
 * Returns one event that says what two say of which one follows the other: parts are appended to
 * an artifact, and more parts to the same one. Undefined for any others, and for too much.
 */
export function mergeUpdates(
  { payload: first }: StreamResponse,
  { payload: next }: StreamResponse,
): StreamResponse | undefined {
  if (first?.$case !== "artifactUpdate" || next?.$case !== "artifactUpdate") {
    return undefined;
  }
  const value = mergeArtifactUpdates(first.value, next.value);
  return value === undefined ? undefined : { payload: { $case: "artifactUpdate", value } };
}

function mergeArtifactUpdates(
  first: TaskArtifactUpdateEvent,
  next: TaskArtifactUpdateEvent,
): TaskArtifactUpdateEvent | undefined {
  if (first.artifact === undefined || next.artifact === undefined) {
    return undefined;
  }
  const areOne =
    first.artifact.artifactId === next.artifact.artifactId && next.append && !first.lastChunk;
  const saysMore = next.metadata !== undefined || next.artifact.metadata !== undefined;
  if (!areOne || saysMore) {
    return undefined;
  }
  const parts = [...first.artifact.parts];
  joinParts(parts, next.artifact.parts);
  const bytes = parts.reduce((sum, part) => sum + getContentBytes(part), 0);
  return bytes > MAX_MERGED_BYTES
    ? undefined
    : { ...first, artifact: { ...first.artifact, parts }, lastChunk: next.lastChunk };
}
