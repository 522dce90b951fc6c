import type { Message, Part } from "@a2a-js/sdk";
import { ContentTypeNotSupportedError } from "@a2a-js/sdk/errors";
import type { MountedCard } from "@berth/contract";
import { toEssence } from "../media-type.js";

/** What an agent takes: the media types on its card, of all skills and of those without their own. */
export function toInputModes({ defaultInputModes, skills }: MountedCard): string[] {
  return [
    ...new Set([...defaultInputModes, ...skills.flatMap(({ inputModes }) => inputModes ?? [])]),
  ];
}

/**
 * Checks that a message has only parts that the agent takes (A2A 1.0, sections 3.3.2 and 4.4.1).
 *
 * A text without a media type counts as `text/plain`, and data as `application/json`. A file without
 * one is let through: nobody knows what it is. A mode may be a wildcard, such as `text/*`.
 *
 * @throws ContentTypeNotSupportedError with all parts at once.
 */
export function checkInputModes(modes: readonly string[], { parts }: Pick<Message, "parts">): void {
  const accepted = modes.map(toEssence);
  const refused = parts.flatMap((part, index) => {
    const mediaType = getMediaType(part);
    return mediaType === "" || accepted.some((mode) => isMatch(mode, toEssence(mediaType)))
      ? []
      : [`'message.parts[${index}]' (${mediaType})`];
  });
  if (refused.length > 0) {
    throw new ContentTypeNotSupportedError(
      `${refused.join(", ")} must have a media type that the agent takes: ${modes.join(", ")}.`,
    );
  }
}

function getMediaType({ content, mediaType }: Part): string {
  if (mediaType !== "") {
    return mediaType;
  }
  switch (content?.$case) {
    case "text":
      return "text/plain";
    case "data":
      return "application/json";
    case "raw":
    case "url":
    case undefined:
      return "";
  }
}

function isMatch(mode: string, mediaType: string): boolean {
  return (
    mode === "*/*" ||
    mode === mediaType ||
    (mode.endsWith("/*") && mediaType.startsWith(mode.slice(0, -1)))
  );
}
