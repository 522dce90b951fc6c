import type { User } from "@a2a-js/sdk/server";
import type { AuthConfig } from "@berth/contract";
import { decodeJwt } from "jose";
import { JOSEError } from "jose/errors";
import { KeysUnavailableError } from "./guarded-load.js";
import { createJwtIssuer } from "./jwt-issuer.js";
import { createTokenRefusal, createUnavailableRefusal, toShown } from "./refusals.js";
import { createServiceAccounts } from "./service-accounts.js";
import type { TokenGround, TokenIssuer } from "./token-issuer.js";
import { createVerifiedTokens } from "./verified-tokens.js";
import { verifyToken } from "./verify-token.js";

/**
 * Makes what tells whose token it is.
 *
 * It throws RefusedError when the token is wrong, may not be used here, or cannot be checked now.
 */
export function createBearerTokens(
  { jwt, serviceAccountTokens }: AuthConfig,
  ground: TokenGround,
): (token: string) => Promise<User> {
  const issuers = new Map(jwt.map((config) => [config.issuer, createJwtIssuer(config, ground)]));
  const serviceAccounts =
    serviceAccountTokens && createServiceAccounts(serviceAccountTokens, ground);
  const verified = createVerifiedTokens(ground.clock);

  /** Nothing that the token says counts before it is verified with the keys of who is found. */
  const findIssuer = async (claimed: unknown): Promise<TokenIssuer> => {
    const found = typeof claimed === "string" ? issuers.get(claimed) : undefined;
    if (found !== undefined) {
      return found;
    }
    const clusterIssuer = (await serviceAccounts?.getExpectation())?.issuer;
    if (serviceAccounts !== undefined && claimed === clusterIssuer) {
      return serviceAccounts;
    }
    const known = [...issuers.keys(), ...(clusterIssuer === undefined ? [] : [clusterIssuer])];
    throw createTokenRefusal(
      `The issuer of the token (${toShown(claimed)}) must be ${known.join(" or ")}.`,
    );
  };

  const verify = async (token: string): Promise<User> => {
    const issuer = await findIssuer(readClaimedIssuer(token));
    const payload = await verifyToken(token, await issuer.getExpectation(), ground.clock);
    const user = { isAuthenticated: true, userName: issuer.toUserName(payload) };
    verified.add(token, user, payload.exp);
    return user;
  };

  return async (token) => {
    const known = verified.get(token);
    if (known !== undefined) {
      return known;
    }
    try {
      return await verify(token);
    } catch (error) {
      if (error instanceof KeysUnavailableError) {
        throw createUnavailableRefusal(
          "The agent cannot check tokens now: who issues them does not answer. Try again.",
          error,
        );
      }
      throw error;
    }
  };
}

function readClaimedIssuer(token: string): unknown {
  try {
    return decodeJwt(token).iss;
  } catch (error) {
    if (error instanceof JOSEError) {
      throw createTokenRefusal("The token must be a JWT: three parts, joined by dots.");
    }
    throw error;
  }
}
