import { isUtf8 } from "node:buffer";
import type { IncomingHttpHeaders } from "node:http";
import type { Readable } from "node:stream";
import { RefusedError } from "../errors.js";

/**
 * What all bodies together may take while they come, however much memory there is. Whoever sends
 * many large ones slowly fills the memory of the process otherwise.
 */
const MAX_BYTES_UNDER_WAY = 256 * 1024 * 1024;

/** Which part of a small memory they may take: what is made of a body takes several times as much. */
const MEMORY_PART = 1 / 8;

/** What all bodies together may take where the process may have so much memory; 0 for no limit. */
export function toMaxBytesUnderWay(memoryBytes: number): number {
  return memoryBytes === 0
    ? MAX_BYTES_UNDER_WAY
    : Math.min(MAX_BYTES_UNDER_WAY, memoryBytes * MEMORY_PART);
}

/** The memory is the process's, and so is its measure. */
let bytesUnderWay = 0;

/**
 * Reads the body of a request as text. One that comes alone may be as long as `maxBytes`.
 *
 * @throws RefusedError when it is longer than `maxBytes`, is not UTF-8, or breaks off, and when too
 *   much comes at once.
 */
export function readText(
  incoming: Readable & { headers: IncomingHttpHeaders },
  maxBytes: number,
  maxBytesUnderWay: number = MAX_BYTES_UNDER_WAY,
): Promise<string> {
  return new Promise((resolve, reject) => {
    if (Number(incoming.headers["content-length"] ?? 0) > maxBytes) {
      reject(toTooLarge(maxBytes));
      return;
    }
    let chunks: Buffer[] = [];
    let bytes = 0;
    let isOver = false;
    const end = (): void => {
      isOver = true;
      bytesUnderWay -= bytes;
      chunks = [];
    };
    const refuse = (error: RefusedError): void => {
      incoming.off("data", onData);
      end();
      reject(error);
    };
    const onData = (chunk: Buffer): void => {
      bytes += chunk.length;
      bytesUnderWay += chunk.length;
      chunks.push(chunk);
      if (bytes > maxBytes) {
        refuse(toTooLarge(maxBytes));
      } else if (bytesUnderWay > Math.max(maxBytesUnderWay, maxBytes)) {
        refuse(
          new RefusedError("AGENT_OVERLOADED", "Too much is sent at once. Send it again later."),
        );
      }
    };
    incoming.on("data", onData);
    incoming.once("end", () => {
      if (isOver) {
        return;
      }
      const [first, ...others] = chunks;
      const body = first === undefined || others.length > 0 ? Buffer.concat(chunks) : first;
      end();
      if (isUtf8(body)) {
        resolve(body.toString());
      } else {
        reject(new RefusedError("PARSE_ERROR", "The body must be UTF-8."));
      }
    });
    incoming.once("close", () => {
      if (!isOver) {
        refuse(new RefusedError("INVALID_REQUEST", "The body must come to its end."));
      }
    });
  });
}

function toTooLarge(maxBytes: number): RefusedError {
  return new RefusedError(
    "PAYLOAD_TOO_LARGE",
    `The body must be at most ${maxBytes} bytes. Send a 'url' part for larger content.`,
  );
}
