import type { AgentSecurityRequirement, AgentSkill } from "@berth/contract";
import { type AgentCardDocument, LEGACY_PROTOCOL_VERSION } from "./card-document.js";
import { type LegacySecurityScheme, toLegacySecurityScheme } from "./legacy-security-scheme.js";

/** What cards of A2A 0.3 say, where they write the version of the protocol. */
const LEGACY_CARD_VERSION = "0.3.0";

/** The scopes that are needed, by the name of the scheme. */
type LegacySecurity = Record<string, string[]>[];

/**
 * The card for callers that do not say that they read A2A 1.0: it can be read as a card of A2A 0.3,
 * and still as one of A2A 1.0.
 */
export interface LegacyCardDocument extends Omit<AgentCardDocument, "securitySchemes" | "skills"> {
  url: string;
  preferredTransport: string;
  protocolVersion: string;
  additionalInterfaces: { url: string; transport: string }[];
  supportsAuthenticatedExtendedCard: boolean;
  securitySchemes?: Record<string, LegacySecurityScheme>;
  security?: LegacySecurity;
  skills: (AgentSkill & { security?: LegacySecurity })[];
}

/**
 * Adds to a card what callers of A2A 0.3 look for.
 *
 * The card must have an interface of that version.
 */
export function toLegacyCardDocument(document: AgentCardDocument): LegacyCardDocument {
  const interfaces = document.supportedInterfaces
    .filter(({ protocolVersion }) => protocolVersion === LEGACY_PROTOCOL_VERSION)
    .map(({ url, protocolBinding }) => ({ url, transport: protocolBinding }));
  const [preferred] = interfaces;
  if (preferred === undefined) {
    throw new Error("A card that is read as one of A2A 0.3 needs an interface of that version.");
  }
  const { securitySchemes, securityRequirements, skills, ...rest } = document;
  return {
    ...rest,
    url: preferred.url,
    preferredTransport: preferred.transport,
    protocolVersion: LEGACY_CARD_VERSION,
    additionalInterfaces: interfaces,
    supportsAuthenticatedExtendedCard: document.capabilities.extendedAgentCard,
    ...(securitySchemes && {
      securitySchemes: Object.fromEntries(
        Object.entries(securitySchemes).map(([name, scheme]) => [
          name,
          toLegacySecurityScheme(scheme),
        ]),
      ),
    }),
    ...toBothRequirements(securityRequirements),
    skills: skills.map(({ securityRequirements, ...skill }) => ({
      ...skill,
      ...toBothRequirements(securityRequirements),
    })),
  };
}

function toBothRequirements(securityRequirements: AgentSecurityRequirement[] | undefined): {
  securityRequirements?: AgentSecurityRequirement[];
  security?: LegacySecurity;
} {
  if (securityRequirements === undefined) {
    return {};
  }
  const security = securityRequirements.map(({ schemes }) =>
    Object.fromEntries(Object.entries(schemes).map(([name, { list }]) => [name, list])),
  );
  return { securityRequirements, security };
}
