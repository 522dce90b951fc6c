/**
 * Runs a program and returns the messages of the promises that it leaves rejected, each once. That is
 * how a value that turns out wrong once it is known ends a Pulumi program.
 */
export async function collectRejections(program: () => Promise<unknown>): Promise<string[]> {
  const messages = new Set<string>();
  // vitest would count them as failures of the test.
  const listeners = process.listeners("unhandledRejection");
  process.removeAllListeners("unhandledRejection");
  process.on("unhandledRejection", (reason) => {
    messages.add(reason instanceof Error ? reason.message : String(reason));
  });
  try {
    await program();
    // Node tells of rejections after the promises that are due.
    await new Promise((resolve) => setImmediate(resolve));
  } finally {
    process.removeAllListeners("unhandledRejection");
    for (const listener of listeners) {
      process.on("unhandledRejection", listener);
    }
  }
  return [...messages];
}
