import { z } from "zod";
import type { JwtIssuerConfig } from "./auth-config.js";
import { createKeySource } from "./key-source.js";
import { readJson } from "./read-json.js";
import { createScopeRefusal, createTokenRefusal, toShown } from "./refusals.js";
import type { TokenGround, TokenIssuer } from "./token-issuer.js";
import type { VerifiedPayload } from "./verify-token.js";

/** What an issuer says of itself (OpenID Connect Discovery 1.0, section 3). */
export const discoverySchema = z.object({ issuer: z.string() });

const keyPlaceSchema = discoverySchema.extend({ jwks_uri: z.string() });

/** Makes an issuer out of an identity provider. */
export function createJwtIssuer(config: JwtIssuerConfig, ground: TokenGround): TokenIssuer {
  const { audience, issuer, requiredScopes, userClaim } = config;
  const trust = { caFile: config.caFile };

  const discoveryUrl = toDiscoveryUrl(issuer);
  const discover = async (signal: AbortSignal): Promise<string> => {
    const said = keyPlaceSchema.parse(await readJson(discoveryUrl, trust, signal));
    if (said.issuer !== issuer) {
      throw new Error(`${discoveryUrl}: the issuer (${said.issuer}) must be ${issuer}.`);
    }
    return said.jwks_uri;
  };
  const getKey = createKeySource({
    ...ground,
    url: config.jwksUrl ?? discoveryUrl,
    load: async (signal) => readJson(config.jwksUrl ?? (await discover(signal)), trust, signal),
  });
  const expectation = { issuer, audience, getKey };

  return {
    getExpectation: () => expectation,
    toUserName: (payload) => {
      expectScopes(payload, requiredScopes);
      const user = payload[userClaim];
      if (typeof user !== "string" || user === "") {
        throw createTokenRefusal(
          `The claim '${userClaim}' of the token (${toShown(user)}) must be a text: it names the user.`,
        );
      }
      // As Kubernetes names the users of an issuer: no issuer has a '#'.
      return `${issuer}#${user}`;
    },
  };
}

/** Where an issuer says where its keys are (OpenID Connect Discovery 1.0, section 4). */
export function toDiscoveryUrl(issuer: string): string {
  return `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`;
}

/** @throws RefusedError when the token lacks a scope. */
function expectScopes(payload: VerifiedPayload, required: readonly string[]): void {
  const scopes = [payload["scope"], payload["scp"]].flatMap(toScopes);
  const missing = required.filter((scope) => !scopes.includes(scope));
  if (missing.length > 0) {
    throw createScopeRefusal(
      `The token must have the scopes ${required.join(", ")}. It lacks ${missing.join(", ")}.`,
      required,
    );
  }
}

/** A text with spaces (RFC 8693, section 4.2), or a list, as some issuers write. */
function toScopes(claim: unknown): unknown[] {
  if (Array.isArray(claim)) {
    return claim;
  }
  return typeof claim === "string" ? claim.split(" ") : [];
}
