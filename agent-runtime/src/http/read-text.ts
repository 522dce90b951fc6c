import { isUtf8 } from "node:buffer";
import type { IncomingHttpHeaders } from "node:http";
import type { Readable } from "node:stream";
import { RefusedError } from "../errors.js";

/**
 * Reads the body of a request as text.
 *
 * @throws RefusedError when it is longer than `maxBytes`, is not UTF-8, or breaks off.
 */
export function readText(
  incoming: Readable & { headers: IncomingHttpHeaders },
  maxBytes: number,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const tooLarge = (): RefusedError =>
      new RefusedError(
        "PAYLOAD_TOO_LARGE",
        `The body must be at most ${maxBytes} bytes. Send a 'url' part for larger content.`,
      );
    if (Number(incoming.headers["content-length"] ?? 0) > maxBytes) {
      reject(tooLarge());
      return;
    }
    let chunks: Buffer[] = [];
    let bytes = 0;
    let isOver = false;
    const onData = (chunk: Buffer): void => {
      bytes += chunk.length;
      if (bytes > maxBytes) {
        incoming.off("data", onData);
        chunks = [];
        isOver = true;
        reject(tooLarge());
        return;
      }
      chunks.push(chunk);
    };
    incoming.on("data", onData);
    incoming.once("end", () => {
      isOver = true;
      const [first, ...others] = chunks;
      const body = first === undefined || others.length > 0 ? Buffer.concat(chunks) : first;
      if (isUtf8(body)) {
        resolve(body.toString());
      } else {
        reject(new RefusedError("PARSE_ERROR", "The body must be UTF-8."));
      }
    });
    incoming.once("close", () => {
      if (!isOver) {
        reject(new RefusedError("INVALID_REQUEST", "The body must come to its end."));
      }
    });
  });
}
