const PAUSE_MS = 200;

/**
 * Asks again and again until there is an answer other than undefined or false.
 *
 * @throws Error naming `what` after `timeoutSeconds`; what `ask` throws ends the wait at once.
 */
export async function waitFor<T>(
  what: string,
  timeoutSeconds: number,
  ask: () => Promise<T | undefined | false>,
): Promise<T> {
  const endMs = Date.now() + timeoutSeconds * 1000;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) {
      return answer;
    }
    if (Date.now() > endMs) {
      throw new Error(`No sign of ${what} after ${timeoutSeconds} s.`);
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}
