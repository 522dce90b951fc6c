/**
 * How asking a sibling went wrong.
 *
 * - `unreachable`: nothing was sent, since there was no connection.
 * - `broken`: the connection broke off before the answer was there.
 * - `silent`: there is a connection, but no answer in time.
 * - `foreign`: what answered is no replica of the agent.
 */
export type SiblingFailure = "unreachable" | "broken" | "silent" | "foreign";

/** A sibling did not answer as a replica of the agent does. */
export class SiblingError extends Error {
  readonly failure: SiblingFailure;

  constructor(failure: SiblingFailure, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "SiblingError";
    this.failure = failure;
  }
}
