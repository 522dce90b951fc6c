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
    const body = new IncomingBody(maxBytes, Math.max(maxBytesUnderWay, maxBytes), resolve, reject);
    const onData = (chunk: Buffer): void => {
      body.add(chunk);
      if (body.isOver) {
        incoming.off("data", onData);
      }
    };
    incoming.on("data", onData);
    incoming.on("end", () => {
      body.complete();
    });
    incoming.on("close", () => {
      body.breakOff();
    });
  });
}

/** A class: with closures, each body has a dozen more objects. */
class IncomingBody {
  isOver = false;
  #chunks: Buffer[] = [];
  #bytes = 0;
  readonly #maxBytes: number;
  readonly #maxBytesUnderWay: number;
  readonly #resolve: (text: string) => void;
  readonly #reject: (error: RefusedError) => void;

  constructor(
    maxBytes: number,
    maxBytesUnderWay: number,
    resolve: (text: string) => void,
    reject: (error: RefusedError) => void,
  ) {
    this.#maxBytes = maxBytes;
    this.#maxBytesUnderWay = maxBytesUnderWay;
    this.#resolve = resolve;
    this.#reject = reject;
  }

  add(chunk: Buffer): void {
    this.#bytes += chunk.length;
    bytesUnderWay += chunk.length;
    this.#chunks.push(chunk);
    if (this.#bytes > this.#maxBytes) {
      this.#refuse(toTooLarge(this.#maxBytes));
    } else if (bytesUnderWay > this.#maxBytesUnderWay) {
      this.#refuse(
        new RefusedError("AGENT_OVERLOADED", "Too much is sent at once. Send it again later."),
      );
    }
  }

  complete(): void {
    if (this.isOver) {
      return;
    }
    const [first] = this.#chunks;
    const body =
      first !== undefined && this.#chunks.length === 1 ? first : Buffer.concat(this.#chunks);
    if (isUtf8(body)) {
      this.#end();
      this.#resolve(body.toString());
    } else {
      this.#refuse(new RefusedError("PARSE_ERROR", "The body must be UTF-8."));
    }
  }

  breakOff(): void {
    if (!this.isOver) {
      this.#refuse(new RefusedError("INVALID_REQUEST", "The body must come to its end."));
    }
  }

  #refuse(error: RefusedError): void {
    this.#end();
    this.#reject(error);
  }

  #end(): void {
    this.isOver = true;
    bytesUnderWay -= this.#bytes;
    this.#chunks = [];
  }
}

function toTooLarge(maxBytes: number): RefusedError {
  return new RefusedError(
    "PAYLOAD_TOO_LARGE",
    `The body must be at most ${maxBytes} bytes. Send a 'url' part for larger content.`,
  );
}
