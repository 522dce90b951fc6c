import type { MountedCard } from "@berth/contract";
import { createHash } from "node:crypto";
import {
  type AgentCardDocument,
  PROTOCOL_VERSION,
  toCardDocument as toDocument,
} from "./card/card-document.js";

export {
  type AgentCardDocument,
  type AgentInterface,
  PROTOCOL_VERSION,
} from "./card/card-document.js";
export { loadCard, readCardFile } from "./card/load-card.js";

/** The card as callers get it, with where the agent speaks. */
export function toCardDocument(card: MountedCard, url: string): AgentCardDocument {
  return toDocument(card, [{ url, protocolBinding: "JSONRPC", protocolVersion: PROTOCOL_VERSION }]);
}

/** Names a content: the same content has the same hash. */
export function toHash(content: string): string {
  return createHash("sha256").update(content).digest("hex").slice(0, 16);
}
