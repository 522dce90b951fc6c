import { UnauthenticatedUser, type User } from "@a2a-js/sdk/server";
import type { AuthConfig } from "@berth/contract";
import type { IncomingHttpHeaders } from "node:http";
import { createApiKeys } from "./api-keys.js";
import { createBearerTokens } from "./bearer-tokens.js";
import { type CardSecurity, toCardSecurity } from "./card-security.js";
import { toKeyHeaders } from "./key-headers.js";
import {
  createRefusal,
  createTokenRefusal,
  toBearerChallenge,
  toKeyChallenge,
} from "./refusals.js";
import type { TokenGround } from "./token-issuer.js";

/** Knows who calls. */
export interface Authenticator extends CardSecurity {
  /** No operation is for callers who are not known. */
  readonly isRequiredForAll: boolean;
  /** The headers with credentials, in lower case: who forwards a request forwards them too. */
  readonly credentialHeaders: readonly string[];
  /**
   * Tells who calls. Tasks belong to `userName`; no two callers have the same.
   *
   * @throws RefusedError when the credentials are wrong, are missing where they are required, or
   * cannot be checked now.
   */
  authenticate: (headers: IncomingHttpHeaders) => Promise<User>;
  /**
   * For operations that only a known caller may ask for, such as the extended card.
   *
   * @throws RefusedError.
   */
  expectAuthenticated: (user: User | undefined) => void;
}

/** A node refuses headers of more than 16 KiB altogether. */
const MAX_AUTHORIZATION_LENGTH = 16_384;

/** RFC 6750, section 2.1. */
const BEARER = /^Bearer +([\w.~+/-]+=*)$/i;

/** Nobody is asked who it is. */
const OPEN: AuthConfig = { require: "extendedCard", jwt: [], apiKeys: [] };

/**
 * Makes what knows who calls: by a token in `Authorization`, else by a key. Credentials that are
 * there must be right, also where none are required.
 *
 * @param auth is undefined where callers stay unknown.
 * @throws SettingsError when keys cannot be read.
 */
export function createAuthenticator(
  auth: AuthConfig | undefined,
  ground: TokenGround,
): Authenticator {
  const config = auth ?? OPEN;
  const keyHeaders = toKeyHeaders(config.apiKeys);
  const findKeyHolder = createApiKeys(config.apiKeys, ground);
  const takesTokens = config.jwt.length > 0 || config.serviceAccountTokens !== undefined;
  const verifyToken = takesTokens ? createBearerTokens(config, ground) : undefined;

  const challenges = [
    ...(takesTokens ? [toBearerChallenge()] : []),
    ...keyHeaders.map(toKeyChallenge),
  ];
  const ways = [
    ...(takesTokens ? ["a token as 'Authorization: Bearer TOKEN'"] : []),
    ...keyHeaders.map((header) => `a key in the header '${header}'`),
  ];
  const missing =
    ways.length === 0
      ? "The agent knows none of its callers: it has no way to authenticate them."
      : `The agent must know who calls: send ${ways.join(", or ")}. Its card says more.`;
  const isRequiredForAll = config.require === "all";
  const unknownUser = new UnauthenticatedUser();

  const authenticate = async (headers: IncomingHttpHeaders): Promise<User> => {
    const { authorization } = headers;
    if (verifyToken !== undefined && authorization !== undefined) {
      return verifyToken(readToken(authorization));
    }
    const user = findKeyHolder(headers);
    if (user === undefined && isRequiredForAll) {
      throw createRefusal(missing, challenges);
    }
    return user ?? unknownUser;
  };

  return {
    ...toCardSecurity(config),
    isRequiredForAll,
    credentialHeaders: [
      ...(takesTokens ? ["authorization"] : []),
      ...keyHeaders.map((header) => header.toLowerCase()),
    ],
    authenticate,
    expectAuthenticated: (user) => {
      if (user?.isAuthenticated !== true) {
        throw createRefusal(missing, challenges);
      }
    },
  };
}

function readToken(authorization: string): string {
  if (authorization.length > MAX_AUTHORIZATION_LENGTH) {
    throw createTokenRefusal(
      `The header 'Authorization' must have at most ${MAX_AUTHORIZATION_LENGTH} characters.`,
    );
  }
  const token = BEARER.exec(authorization)?.[1];
  if (token === undefined) {
    throw createTokenRefusal("The header 'Authorization' must be 'Bearer' and a token.");
  }
  return token;
}
