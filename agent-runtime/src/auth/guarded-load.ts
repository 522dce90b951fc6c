import type { AgentLog } from "../agent-task.js";
import type { Clock } from "../clock.js";

/** How long a server that failed is left alone: who sends tokens must not drive calls to it. */
export const RETRY_AFTER_FAILURE_MS = 5_000;

/** A server that tokens cannot be checked without did not answer. */
export class KeysUnavailableError extends Error {
  constructor(cause: unknown) {
    super(String(cause), { cause });
    this.name = "KeysUnavailableError";
  }
}

export interface GuardedLoadOptions {
  /** What is loaded, for the log. */
  subject: string;
  clock: Pick<Clock, "elapsedMs">;
  log: AgentLog;
}

/**
 * Makes a load that fails at once for some seconds after it failed.
 *
 * @throws KeysUnavailableError when the load fails, and while it is not tried again.
 */
export function createGuardedLoad<Result>(
  load: (signal: AbortSignal) => Promise<Result>,
  { clock, log, subject }: GuardedLoadOptions,
): (signal: AbortSignal) => Promise<Result> {
  let failure: { error: KeysUnavailableError; untilMs: number } | undefined;
  return async (signal) => {
    if (failure !== undefined && clock.elapsedMs() < failure.untilMs) {
      throw failure.error;
    }
    try {
      const result = await load(signal);
      failure = undefined;
      return result;
    } catch (cause) {
      const error = new KeysUnavailableError(cause);
      failure = { error, untilMs: clock.elapsedMs() + RETRY_AFTER_FAILURE_MS };
      log.warn({ err: cause }, `${subject} could not be read: tokens may not be checked`);
      throw error;
    }
  };
}
