import { RefusedError } from "../errors.js";

/**
 * Waits until it is this one's turn. Whoever is not waited for any more leaves without it.
 *
 * @throws RefusedError when one of the signals is aborted before.
 */
export async function waitForTurn(
  turn: PromiseWithResolvers<true>,
  signals: readonly AbortSignal[],
  leave: () => void,
): Promise<void> {
  const giveUp = (): void => {
    turn.reject(new RefusedError("AGENT_DRAINING", "The message was given up before its turn."));
  };
  for (const signal of signals) {
    signal.addEventListener("abort", giveUp, { once: true });
  }
  try {
    if (signals.some(({ aborted }) => aborted)) {
      giveUp();
    }
    await turn.promise;
  } catch (error) {
    leave();
    throw error;
  } finally {
    for (const signal of signals) {
      signal.removeEventListener("abort", giveUp);
    }
  }
}
