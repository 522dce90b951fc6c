import { A2AError, isJsonRpcError } from "@a2a-js/sdk/errors";
import { PeerConnectionError } from "./peer-connection-error.js";
import type { PeerFailure } from "./peer-error.js";
import type { LastCall } from "./peer-fetch.js";
import { PeerTokenError } from "./peer-token.js";

/** A gateway may answer with a whole page. */
const MAX_REASON_LENGTH = 300;

/** The least of the statuses that say no (RFC 9110, section 15.5), and of those of a server that fails. */
const FIRST_ERROR_STATUS = 400;
const FIRST_SERVER_ERROR_STATUS = 500;

/** The status of a server that has no room: it begins nothing. */
const UNAVAILABLE = 503;

/** The status that asks who calls (RFC 9110, section 15.5.2). */
const UNAUTHORIZED = 401;

const WITHHELD_TEXT =
  "The token for it was not sent: it is for the host of the peer's URL, and the card names another one. " +
  "Give the peer that URL.";

/** How a message went wrong before there was an answer to it, and in what words. */
export function toFailure(
  error: unknown,
  { isTokenWithheld = false, status = 0 }: LastCall,
): [PeerFailure, string] {
  const reason = toReason(error);
  if (error instanceof PeerTokenError) {
    return ["unreachable", `cannot be called without a token: ${reason}.`];
  }
  if (error instanceof PeerConnectionError && !error.wasConnected) {
    return ["unreachable", `cannot be reached: ${reason}.`];
  }
  const withheld = status === UNAUTHORIZED && isTokenWithheld ? ` ${WITHHELD_TEXT}` : "";
  const isRefused = getRefusal(error) !== undefined || saysNo(status);
  const what = isRefused ? "refuses the message" : "gives no answer that makes sense";
  return [
    isRefused ? "refused" : "broken",
    isNoJson(error, status)
      ? `answers ${status}, and no JSON.${withheld}`
      : `${what}: ${reason}${withheld}`,
  ];
}

/** Why the peer says no, undefined when it does not say so in words of A2A. */
export function getErrorReason(error: unknown): string | undefined {
  const refusal = getRefusal(error);
  if (refusal !== undefined && isJsonRpcError(refusal) && Array.isArray(refusal.data)) {
    return refusal.data.map(({ reason }) => reason).find((reason) => typeof reason === "string");
  }
  return refusal?.reason;
}

/** The words of an error, short enough for one line. What a failed call says may be in its cause. */
export function toReason(error: unknown): string {
  const words = (getWords(error).trim() || "it does not say why").replaceAll(/\s+/g, " ");
  return words.length > MAX_REASON_LENGTH ? `${words.slice(0, MAX_REASON_LENGTH)}...` : words;
}

function getWords(error: unknown): string {
  if (!(error instanceof Error)) {
    return String(error);
  }
  return error.cause instanceof Error && error.cause.message !== ""
    ? error.cause.message
    : error.message;
}

/** A server that fails may have begun what it was asked for. */
function saysNo(status: number): boolean {
  return (
    (status >= FIRST_ERROR_STATUS && status < FIRST_SERVER_ERROR_STATUS) || status === UNAVAILABLE
  );
}

/** The answer is a page, or nothing: what its parser says of it helps nobody. */
function isNoJson(error: unknown, status: number): boolean {
  return (
    error instanceof SyntaxError ||
    (status >= FIRST_ERROR_STATUS && error instanceof Error && error.cause instanceof SyntaxError)
  );
}

/** An error on a stream is the cause of another one. */
function getRefusal(error: unknown): A2AError | undefined {
  const candidates = [error, error instanceof Error ? error.cause : undefined];
  return candidates.find((candidate) => candidate instanceof A2AError);
}
