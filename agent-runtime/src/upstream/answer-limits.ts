import { UpstreamError } from "./upstream-error.js";

/**
 * How many bytes an answer may have that is read as a whole. What is made of it takes several times as
 * much, and a sidecar has little memory: larger content is for a part with a URL.
 */
export const MAX_ANSWER_BYTES = 16 * 1024 * 1024;

/** How many bytes an event of a stream may have: one may tell a whole task. */
const MAX_EVENT_BYTES = 16 * 1024 * 1024;

/** Counts what comes of a body. */
export interface BodyMeter {
  /** @throws UpstreamError when it is too much. */
  add: (chunk: Buffer) => void;
}

/** Holds a whole body to so many bytes. `what` names it to people. */
export class WholeMeter implements BodyMeter {
  #bytes = 0;
  readonly #maxBytes: number;
  readonly #what: string;

  constructor(maxBytes: number, what: string) {
    this.#maxBytes = maxBytes;
    this.#what = what;
  }

  add({ length }: Buffer): void {
    this.#bytes += length;
    expectAtMost(this.#maxBytes, this.#bytes, this.#what);
  }
}

/** What ends an event: an empty line, whatever ends a line (HTML, section 9.2.6). */
const EVENT_ENDS = ["\n\n", "\r\n\r\n", "\r\r"] as const;

/** An end that comes in two pieces begins in the last so many bytes of the first. */
const OVERLAP_BYTES = 3;

/** Holds each event of a stream to so many bytes, to within the length of a chunk. */
export class EventMeter implements BodyMeter {
  #bytes = 0;
  #last = "";
  readonly #maxBytes: number;

  constructor(maxBytes: number = MAX_EVENT_BYTES) {
    this.#maxBytes = maxBytes;
  }

  add(chunk: Buffer): void {
    const { length } = chunk;
    const seam = this.#last + chunk.toString("latin1", 0, OVERLAP_BYTES);
    this.#last =
      length < OVERLAP_BYTES
        ? seam.slice(-OVERLAP_BYTES)
        : chunk.toString("latin1", length - OVERLAP_BYTES);
    const endsAt = Math.max(...EVENT_ENDS.map((end) => chunk.lastIndexOf(end)));
    if (endsAt !== -1) {
      this.#bytes = length - endsAt;
    } else if (EVENT_ENDS.some((end) => seam.includes(end))) {
      this.#bytes = length;
    } else {
      this.#bytes += length;
    }
    expectAtMost(this.#maxBytes, this.#bytes, "event");
  }
}

/** @throws UpstreamError. */
export function expectAtMost(maxBytes: number, bytes: number, what: string): void {
  if (bytes > maxBytes) {
    throw new UpstreamError(
      "oversized",
      `The agent answers too much: its ${what} must have at most ${maxBytes} bytes.`,
    );
  }
}
