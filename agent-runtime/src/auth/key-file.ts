import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { ApiKeyConfig } from "./auth-config.js";
import type { TokenGround } from "./token-issuer.js";

/** How long a file with keys is not looked at again. */
export const KEY_FILE_PERIOD_MS = 1_000;

/** What a file with keys had when it was read last. */
interface KeyFileContent {
  hashes: readonly Buffer[];
  failure: Error | undefined;
  readMs: number;
}

/**
 * Makes what reads the hashes of the keys in a file, again while they are used: a key comes and
 * goes without a restart.
 *
 * What it returns throws when the file cannot be read: whom it knew is not known any more.
 */
export function createKeyFile(
  { file, name }: ApiKeyConfig,
  { clock, log }: TokenGround,
): () => readonly Buffer[] {
  let content: KeyFileContent | undefined;
  const read = (): KeyFileContent => {
    const readMs = clock.elapsedMs();
    try {
      return { hashes: readKeys(file).map(toKeyHash), failure: undefined, readMs };
    } catch (cause) {
      if (content?.failure === undefined) {
        log.error({ err: cause, file }, `The keys of ${name} could not be read`);
      }
      return { hashes: [], failure: new Error(String(cause), { cause }), readMs };
    }
  };
  return () => {
    if (content === undefined || clock.elapsedMs() - content.readMs >= KEY_FILE_PERIOD_MS) {
      content = read();
    }
    if (content.failure !== undefined) {
      throw content.failure;
    }
    return content.hashes;
  };
}

/**
 * Reads the keys in a file, one on each line.
 *
 * @throws Error when it cannot be read.
 */
export function readKeys(file: string): string[] {
  return readFileSync(file, "utf8")
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

/** Keys are compared by their hashes, which have one length. */
export function toKeyHash(key: string): Buffer {
  return createHash("sha256").update(key).digest();
}
