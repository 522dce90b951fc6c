import type { Dispatcher } from "undici";
import { UpstreamError } from "./upstream-error.js";

/** What a body is held up by, and goes on with. */
export type Flow = Pick<Dispatcher.DispatchController, "abort" | "pause" | "resume">;

/** A body while it comes, for one reader. */
export class StreamBody {
  readonly #waiting: Buffer[] = [];
  #isOver = false;
  #failure: UpstreamError | undefined;
  #wake: (() => void) | undefined;

  push(chunk: Buffer, flow: Flow): void {
    if (chunk.length === 0) {
      // A body that goes on within a piece of it begins with nothing: to pause then would be for ever.
      return;
    }
    this.#waiting.push(chunk);
    flow.pause();
    this.#wake?.();
  }

  end(failure?: UpstreamError): void {
    this.#isOver = true;
    this.#failure = failure;
    this.#wake?.();
  }

  async *read(flow: Flow): AsyncGenerator<Buffer, void, undefined> {
    try {
      for (;;) {
        const chunk = this.#waiting.shift();
        if (chunk !== undefined) {
          yield chunk;
        } else if (this.#failure !== undefined) {
          throw this.#failure;
        } else if (this.#isOver) {
          return;
        } else {
          const woken = new Promise<void>((resolve) => {
            this.#wake = resolve;
          });
          flow.resume();
          await woken;
        }
      }
    } finally {
      if (!this.#isOver) {
        flow.abort(new UpstreamError("aborted", "It was not read any further."));
      }
    }
  }
}
