/** The result of `work`, or `otherwise` when it fails or has not come when `signal` aborts. Never throws. */
export async function resultOr<Result>(
  work: Promise<Result>,
  signal: AbortSignal,
  otherwise: Result,
): Promise<Result> {
  const over = new Promise<Result>((resolve) => {
    function giveUp(): void {
      resolve(otherwise);
    }
    if (signal.aborted) {
      giveUp();
    }
    signal.addEventListener("abort", giveUp, { once: true });
  });
  return Promise.race([work.catch(() => otherwise), over]);
}
