import {
  A2A_ERROR_CODE,
  A2AError,
  InvalidAgentResponseError,
  isJsonRpcError,
  UnsupportedOperationError,
} from "@a2a-js/sdk/errors";
import { type ErrorReason, RefusedError, type RefusedErrorOptions } from "../errors.js";

/**
 * Why the agent gave no answer.
 *
 * - `unreachable`: it takes no connections. Nothing was begun.
 * - `busy`: it says that it takes no more at the moment, or lets a connection wait. Nothing was begun.
 * - `broken`: the connection broke. Nobody knows what was done.
 * - `aborted`: it was not waited for any longer.
 * - `unauthenticated`: it wants to know who calls. Nothing was begun.
 * - `forbidden`: it does not want the caller. Nothing was begun.
 * - `oversized`: it answers more than is read of an answer. The message says how much that is.
 */
export type UpstreamFailure =
  "unreachable" | "busy" | "broken" | "aborted" | "unauthenticated" | "forbidden" | "oversized";

export type UpstreamErrorOptions = Pick<
  RefusedErrorOptions,
  "cause" | "headers" | "retryAfterSeconds"
>;

/** The agent behind the proxy gave no answer. */
export class UpstreamError extends Error {
  readonly failure: UpstreamFailure;
  /** What else a caller is told. */
  readonly told: Pick<UpstreamErrorOptions, "headers" | "retryAfterSeconds">;

  constructor(failure: UpstreamFailure, message: string, options: UpstreamErrorOptions = {}) {
    const { cause, ...told } = options;
    super(message, { cause });
    this.told = told;
    this.name = "UpstreamError";
    this.failure = failure;
  }
}

/** What a caller is told for each failure. */
const REFUSALS = {
  unreachable: [
    "AGENT_UNREACHABLE",
    "The agent takes no connections at the moment. Send the request again.",
  ],
  busy: [
    "AGENT_OVERLOADED",
    "The agent takes no more at the moment. Send the request again later.",
  ],
  unauthenticated: ["UNAUTHENTICATED", "The agent wants to know who calls."],
  forbidden: ["PERMISSION_DENIED", "The agent does not permit this to the caller."],
  broken: [
    "AGENT_BROKE_OFF",
    "The agent broke off before it had answered. What it has done until then is not known.",
  ],
  aborted: [
    "AGENT_BROKE_OFF",
    "The agent had to go away before it had answered. What it has done until then is not known.",
  ],
} as const;

/**
 * What a caller is told of an error that came up while the agent was asked: what the agent itself says
 * goes on as it is, and what is not A2A is told as that.
 */
export function toCallerError(error: unknown): Error {
  if (error instanceof RefusedError) {
    return error;
  }
  const upstream = findCause(error, (cause) => cause instanceof UpstreamError);
  if (upstream?.failure === "oversized") {
    return new InvalidAgentResponseError({ message: upstream.message, cause: error });
  }
  if (upstream !== undefined) {
    const [reason, message] = REFUSALS[upstream.failure];
    return new RefusedError(reason, message, { ...upstream.told, cause: error });
  }
  const said = findCause(error, (cause) => cause instanceof A2AError);
  return said === undefined
    ? new InvalidAgentResponseError({
        message: `The answer of the agent is none of A2A: ${toText(error)}`,
        cause: error,
      })
    : toSaid(said);
}

/** True when the agent has not taken a message, by what its caller is told: nothing was begun. */
export function isNotTaken(told: Error): boolean {
  return told instanceof RefusedError ? NOT_TAKEN_REASONS.includes(told.reason) : isOfA2A(told);
}

const NOT_TAKEN_REASONS: readonly ErrorReason[] = [
  REFUSALS.unreachable[0],
  REFUSALS.busy[0],
  REFUSALS.unauthenticated[0],
  REFUSALS.forbidden[0],
];

/** True when the agent itself has told of a failure, by what its caller is told. */
export function isSaid(told: Error): boolean {
  return told instanceof RefusedError ? told.reason === "AGENT_FAILED" : isOfA2A(told);
}

/** True for an error of A2A that the agent has answered with. */
function isOfA2A(told: Error): boolean {
  return told instanceof A2AError && !(told instanceof InvalidAgentResponseError);
}

function toSaid(said: A2AError): Error {
  const { message, reason } = said;
  if (isJsonRpcError(said) && said.envelopeCode === A2A_ERROR_CODE.METHOD_NOT_FOUND) {
    return new UnsupportedOperationError({
      message: `The agent does not offer this operation: ${message}`,
      cause: said,
    });
  }
  // What it says about its own errors was written for its callers.
  return reason === UNKNOWN_REASON
    ? new RefusedError("AGENT_FAILED", message, { cause: said })
    : said;
}

/** What the SDK has for a code that it does not know, and for an internal error. */
const UNKNOWN_REASON = "INTERNAL_ERROR";

/** The SDK wraps what a stream says. */
function findCause<Cause extends Error>(
  error: unknown,
  isCause: (error: Error) => error is Cause,
): Cause | undefined {
  for (let next = error; next instanceof Error; next = next.cause) {
    if (isCause(next)) {
      return next;
    }
  }
  return undefined;
}

/** One line: what the agent sent may be a page. */
const MAX_TEXT_LENGTH = 300;

function toText(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.length > MAX_TEXT_LENGTH ? `${text.slice(0, MAX_TEXT_LENGTH)}...` : text;
}
