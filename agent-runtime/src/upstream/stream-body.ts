import type { Dispatcher } from "undici";
import { END, Source } from "../protocol/event-source.js";
import { UpstreamError } from "./upstream-error.js";

/** What a body is held up by, and goes on with. */
export type Flow = Pick<Dispatcher.DispatchController, "abort" | "pause" | "rawHeaders" | "resume">;

/** A body while it comes, for one reader who asks for one piece at a time. */
export class StreamBody extends Source<Buffer> {
  readonly #waiting: Buffer[] = [];
  #flow: Flow | undefined;
  #isOver = false;
  #failure: UpstreamError | undefined;
  #reader: PromiseWithResolvers<IteratorResult<Buffer, void>> | undefined;

  /** The body begins to come. */
  begin(flow: Flow): void {
    this.#flow = flow;
  }

  push(chunk: Buffer): void {
    if (chunk.length === 0) {
      // A body that goes on within a piece of it begins with nothing: to pause then would be for ever.
      return;
    }
    if (this.#reader === undefined) {
      this.#waiting.push(chunk);
    } else {
      this.#reader.resolve({ done: false, value: chunk });
      this.#reader = undefined;
    }
    this.#flow?.pause();
  }

  end(failure?: UpstreamError): void {
    this.#isOver = true;
    this.#failure = failure;
    if (this.#reader !== undefined) {
      if (failure === undefined) {
        this.#reader.resolve(END);
      } else {
        this.#reader.reject(failure);
      }
      this.#reader = undefined;
    }
  }

  override next(): Promise<IteratorResult<Buffer, void>> {
    const value = this.#waiting.shift();
    if (value !== undefined) {
      return Promise.resolve({ done: false, value });
    }
    if (this.#isOver) {
      return this.#failure === undefined ? Promise.resolve(END) : Promise.reject(this.#failure);
    }
    const reader = Promise.withResolvers<IteratorResult<Buffer, void>>();
    this.#reader = reader;
    this.#flow?.resume();
    return reader.promise;
  }

  protected override leave(): Promise<void> {
    if (!this.#isOver) {
      this.#flow?.abort(new UpstreamError("aborted", "It was not read any further."));
    }
    this.#waiting.length = 0;
    return Promise.resolve();
  }
}
