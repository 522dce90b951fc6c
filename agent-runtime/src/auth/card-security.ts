import {
  type AgentSecurityRequirement,
  type AgentSecurityScheme,
  type AuthConfig,
  DEFAULT_API_KEY_HEADER,
  type MountedCard,
} from "@berth/contract";
import { toKeyHeaders } from "./key-headers.js";

/** What a card says of authentication (A2A 1.0, section 4.5). */
export interface CardSecurity {
  /** The ways to authenticate, by their names. */
  readonly securitySchemes: Readonly<Record<string, AgentSecurityScheme>>;
  /** What a caller must meet: any one of them. None where it may stay unknown. */
  readonly securityRequirements: readonly AgentSecurityRequirement[];
}

/** Cards and callers have the names: they never change. */
const JWT_SCHEME = "jwt";
const SERVICE_ACCOUNT_SCHEME = "serviceAccount";
const API_KEY_SCHEME = "apiKey";

/** A way to authenticate, and the scopes it asks for: one list for each issuer. */
interface Way {
  name: string;
  scheme: AgentSecurityScheme;
  scopes: string[][];
}

/** What a card says of the ways to authenticate that the agent checks. */
export function toCardSecurity(auth: AuthConfig): CardSecurity {
  const ways = [...toJwtWays(auth), ...toServiceAccountWays(auth), ...toKeyWays(auth)];
  return {
    securitySchemes: Object.fromEntries(ways.map(({ name, scheme }) => [name, scheme])),
    securityRequirements:
      auth.require === "all"
        ? ways.flatMap(({ name, scopes }) =>
            scopes.map((list) => ({ schemes: { [name]: { list } } })),
          )
        : [],
  };
}

/**
 * The card with what it leaves out of authentication. What it says itself stays: it may know more,
 * such as where a caller gets its tokens.
 */
export function withSecurity(card: MountedCard, security: CardSecurity): MountedCard {
  const schemes = { ...security.securitySchemes, ...card.securitySchemes };
  const requirements = card.securityRequirements ?? [...security.securityRequirements];
  return {
    ...card,
    ...(Object.keys(schemes).length === 0 ? {} : { securitySchemes: schemes }),
    ...(requirements.length === 0 ? {} : { securityRequirements: requirements }),
  };
}

function toJwtWays({ jwt }: AuthConfig): Way[] {
  if (jwt.length === 0) {
    return [];
  }
  const tokens = jwt.map(
    ({ audience, issuer }) => `A token of ${issuer} for ${audience.join(" or ")}.`,
  );
  const scopes = new Set(jwt.map(({ requiredScopes }) => requiredScopes.join(" ")));
  return [
    {
      name: JWT_SCHEME,
      scheme: toBearerScheme(tokens.join(" ")),
      scopes: [...scopes].map((text) => text.split(" ").filter((scope) => scope !== "")),
    },
  ];
}

function toServiceAccountWays({ serviceAccountTokens }: AuthConfig): Way[] {
  if (serviceAccountTokens === undefined) {
    return [];
  }
  const audience = serviceAccountTokens.audience.join(" or ");
  const description = `A projected token of a Kubernetes service account for ${audience}.`;
  return [{ name: SERVICE_ACCOUNT_SCHEME, scheme: toBearerScheme(description), scopes: [[]] }];
}

function toKeyWays({ apiKeys }: AuthConfig): Way[] {
  return toKeyHeaders(apiKeys).map((header) => ({
    // By the header, not by its place in the list: it may be put in another order.
    name: isDefaultHeader(header) ? API_KEY_SCHEME : `${API_KEY_SCHEME}-${header.toLowerCase()}`,
    scheme: {
      apiKeySecurityScheme: {
        description: "A key that whoever runs the agent hands out.",
        location: "header",
        name: header,
      },
    },
    scopes: [[]],
  }));
}

function toBearerScheme(description: string): AgentSecurityScheme {
  return { httpAuthSecurityScheme: { description, scheme: "Bearer", bearerFormat: "JWT" } };
}

function isDefaultHeader(header: string): boolean {
  return header.toLowerCase() === DEFAULT_API_KEY_HEADER.toLowerCase();
}
