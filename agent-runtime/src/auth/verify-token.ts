import {
  type JWTPayload,
  jwtVerify,
  type JWTVerifyGetKey,
  type JWTVerifyOptions,
  type JWTVerifyResult,
} from "jose";
import {
  JOSEAlgNotAllowed,
  JOSEError,
  JWKSMultipleMatchingKeys,
  JWKSNoMatchingKey,
  JWSSignatureVerificationFailed,
  JWTClaimValidationFailed,
  JWTExpired,
} from "jose/errors";
import type { Clock } from "../clock.js";
import { createTokenRefusal, toShown } from "./refusals.js";

/** How far the clocks of issuer and agent may be apart. */
const CLOCK_TOLERANCE_SECONDS = 5;

/**
 * The ways to sign. Asymmetric only: with the others the public key of an issuer could be used as a
 * secret that everybody knows.
 */
const ALGORITHMS = [
  ...["ES256", "ES384", "ES512", "EdDSA", "Ed25519"],
  ...["PS256", "PS384", "PS512", "RS256", "RS384", "RS512"],
];

/** What a token must be. */
export interface TokenExpectation {
  issuer: string;
  /** One of these is in the claim `aud`. */
  audience: string[];
  getKey: JWTVerifyGetKey;
}

/** A token that is what it must be. */
export type VerifiedPayload = JWTPayload & Required<Pick<JWTPayload, "exp">>;

/**
 * Checks the signature and the claims of a token (RFC 7519).
 *
 * @throws RefusedError that says what is wrong, KeysUnavailableError when nobody can tell.
 */
export async function verifyToken(
  token: string,
  expectation: TokenExpectation,
  clock: Pick<Clock, "now">,
): Promise<VerifiedPayload> {
  const options: JWTVerifyOptions = {
    algorithms: ALGORITHMS,
    audience: expectation.audience,
    clockTolerance: CLOCK_TOLERANCE_SECONDS,
    currentDate: clock.now(),
    issuer: expectation.issuer,
    requiredClaims: ["exp"],
  };
  try {
    const { payload } = await verifyWithAnyKey(token, expectation.getKey, options);
    return payload as VerifiedPayload;
  } catch (error) {
    if (error instanceof JOSEError) {
      throw createTokenRefusal(toReason(error, expectation));
    }
    throw error;
  }
}

/** An issuer with several keys may name none of them. */
async function verifyWithAnyKey(
  token: string,
  getKey: JWTVerifyGetKey,
  options: JWTVerifyOptions,
): Promise<JWTVerifyResult> {
  try {
    return await jwtVerify(token, getKey, options);
  } catch (error) {
    if (!(error instanceof JWKSMultipleMatchingKeys)) {
      throw error;
    }
    for await (const key of error) {
      try {
        return await jwtVerify(token, key, options);
      } catch (keyError) {
        if (!(keyError instanceof JWSSignatureVerificationFailed)) {
          throw keyError;
        }
      }
    }
    throw new JWSSignatureVerificationFailed();
  }
}

function toReason(error: JOSEError, { audience, issuer }: TokenExpectation): string {
  if (error instanceof JWTExpired) {
    return `The token expired at ${toTime(error.payload.exp)}.`;
  }
  if (error instanceof JWTClaimValidationFailed) {
    return toClaimReason(error, audience);
  }
  if (error instanceof JOSEAlgNotAllowed) {
    return `The token must be signed with one of ${ALGORITHMS.join(", ")}.`;
  }
  if (error instanceof JWKSNoMatchingKey) {
    return `The token must be signed with a key of ${issuer}: the one it names is not among them.`;
  }
  if (error instanceof JWSSignatureVerificationFailed) {
    return `The token must be signed with a key of ${issuer}: its signature is of another one.`;
  }
  return "The token must be a JWT with a signature.";
}

function toClaimReason(error: JWTClaimValidationFailed, audience: readonly string[]): string {
  const { claim, payload } = error;
  if (error.reason === "missing") {
    return `The token must have the claim '${claim}'.`;
  }
  if (claim === "aud") {
    return `The audience of the token (${toShown(payload.aud)}) must be ${audience.join(" or ")}.`;
  }
  if (claim === "nbf" && error.reason === "check_failed") {
    return `The token is not valid before ${toTime(payload.nbf)}.`;
  }
  return `The claim '${claim}' of the token (${toShown(payload[claim])}) is wrong.`;
}

/** An issuer may write any number. */
function toTime(seconds: number | undefined): string {
  const date = new Date((seconds ?? Number.NaN) * 1000);
  return Number.isNaN(date.getTime()) ? toShown(seconds) : date.toISOString();
}
