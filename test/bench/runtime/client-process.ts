import { fork } from "node:child_process";

/** Called in a client when what counts begins: what led up to it is no part of the measurement. */
export function tellBegin(): void {
  process.send?.({ kind: "begin" } satisfies ClientMessage<never>);
}

/** Called in a client at its end. */
export function tellResult(result: object): void {
  process.send?.({ kind: "result", result } satisfies ClientMessage<object>, () => {
    process.disconnect();
  });
}

/** What `runClient` gave the client. */
export function readInput(): unknown {
  return JSON.parse(process.argv[2] ?? "");
}

type ClientMessage<Result> = { kind: "begin" } | { kind: "result"; result: Result };

/**
 * Runs a client in a process of its own, so that neither it nor the server waits for the other's
 * work or for this process.
 *
 * @param onBegin is called when the measurement begins.
 * @param onEnd is called as soon as it has ended, before the client goes.
 * @throws Error when the client ends without a result.
 */
export async function runClient<Result>(
  file: URL,
  input: object,
  { onBegin, onEnd }: { onBegin?: () => void; onEnd?: () => void } = {},
): Promise<Result> {
  const child = fork(file, [JSON.stringify(input)]);
  let answered: { result: Result } | undefined;
  child.on("message", (message: ClientMessage<Result>) => {
    if (message.kind === "begin") {
      onBegin?.();
    } else {
      answered = message;
      onEnd?.();
    }
  });
  await new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", resolve);
  });
  if (answered === undefined) {
    throw new Error(`The client ${file.pathname} ended without a result.`);
  }
  return answered.result;
}
