import { RefusedError } from "../errors.js";
import { RETRY_AFTER_FAILURE_MS } from "./guarded-load.js";

/** The header of a refusal that says how to ask rightly (RFC 9110, section 11.6.1). */
const CHALLENGE_HEADER = "WWW-Authenticate";

const REALM = 'realm="a2a"';

/** How long a text of a caller may be in an answer. */
const MAX_SHOWN_LENGTH = 100;

/** Refuses a token that proves nothing (RFC 6750, section 3). */
export function createTokenRefusal(message: string): RefusedError {
  const challenge = toBearerChallenge({
    error: "invalid_token",
    error_description: toHeaderText(message),
  });
  return createRefusal(message, [challenge]);
}

/** Refuses a caller who must show who it is. */
export function createRefusal(message: string, challenges: readonly string[]): RefusedError {
  return new RefusedError("UNAUTHENTICATED", message, {
    headers: { [CHALLENGE_HEADER]: challenges.join(", ") },
  });
}

/** Refuses a token that lacks scopes (RFC 6750, section 3.1). */
export function createScopeRefusal(message: string, scopes: readonly string[]): RefusedError {
  const challenge = toBearerChallenge({ error: "insufficient_scope", scope: scopes.join(" ") });
  return new RefusedError("PERMISSION_DENIED", message, {
    headers: { [CHALLENGE_HEADER]: challenge },
  });
}

/** Refuses credentials that cannot be checked now. */
export function createUnavailableRefusal(message: string, cause?: unknown): RefusedError {
  return new RefusedError("AUTHENTICATION_UNAVAILABLE", message, {
    cause,
    retryAfterSeconds: Math.ceil(RETRY_AFTER_FAILURE_MS / 1000),
  });
}

/** What tells a caller to send a token, and what was wrong with the one it sent. */
export function toBearerChallenge(facts: Readonly<Record<string, string>> = {}): string {
  const parameters = Object.entries(facts).map(([name, text]) => `${name}="${text}"`);
  return `Bearer ${[REALM, ...parameters].join(", ")}`;
}

/** What tells a caller to send a key. */
export function toKeyChallenge(header: string): string {
  return `ApiKey ${REALM}, header="${header}"`;
}

/** What a caller said, safe to be shown to it. */
export function toShown(value: unknown): string {
  const given = value === undefined ? "none" : value;
  const text = toHeaderText(typeof given === "string" ? given : JSON.stringify(given));
  return text.length > MAX_SHOWN_LENGTH ? `${text.slice(0, MAX_SHOWN_LENGTH)}...` : text;
}

/** A text with the characters that RFC 6750 lets a description have. */
function toHeaderText(text: string): string {
  return text.replaceAll(/["\\]/g, "'").replaceAll(/[^\x20-\x7e]/g, "?");
}
