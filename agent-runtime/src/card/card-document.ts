import type { MountedCard } from "@berth/contract";

/** The version of A2A that is spoken. */
export const PROTOCOL_VERSION = "1.0";

/** The older version of A2A that is spoken besides, unless compatibility is off. */
export const LEGACY_PROTOCOL_VERSION = "0.3";

/** A place where the agent speaks A2A (A2A 1.0, section 4.4.6). */
export interface AgentInterface {
  url: string;
  protocolBinding: string;
  protocolVersion: string;
}

/** A signature of a card (A2A 1.0, section 4.4.7). */
export interface AgentCardSignature {
  /** What is signed besides the card, encoded: the algorithm, and where the key is. */
  protected: string;
  signature: string;
}

/** The card as callers get it: what was written, and where the agent speaks. */
export type AgentCardDocument = MountedCard & {
  supportedInterfaces: AgentInterface[];
  signatures?: AgentCardSignature[];
};

/** The places where an agent speaks, the preferred one first. */
export function toInterfaces(url: string, isCompatOn: boolean): AgentInterface[] {
  const versions = isCompatOn ? [PROTOCOL_VERSION, LEGACY_PROTOCOL_VERSION] : [PROTOCOL_VERSION];
  return versions.flatMap((protocolVersion) => [
    { url, protocolBinding: "JSONRPC", protocolVersion },
    // Callers append '/message:send': two slashes would lead nowhere.
    { url: url.replace(/\/$/, ""), protocolBinding: "HTTP+JSON", protocolVersion },
  ]);
}

/** The card as callers get it. */
export function toCardDocument(
  card: MountedCard,
  supportedInterfaces: AgentInterface[],
): AgentCardDocument {
  const { name, description, ...rest } = card;
  // Required members stay, also when they are empty: the serializer of the SDK drops them.
  return { name, description, supportedInterfaces, ...rest };
}
