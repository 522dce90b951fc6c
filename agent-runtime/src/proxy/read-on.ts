import type { StreamResponse } from "@a2a-js/sdk";
import type { AgentLog } from "../agent-task.js";
import { END, type EventSource, Source } from "../protocol/event-source.js";

/**
 * Yields events until the last one, and reads on when its reader leaves: a task must not wait for somebody
 * who has gone. Nobody waits for what comes after the last event either. It is read to its end: an agent
 * may give its work up when its stream is closed, and what follows the end of a task is a part of that.
 */
export function readOn(
  events: EventSource<StreamResponse>,
  isLast: (event: StreamResponse) => boolean,
  log: AgentLog,
): EventSource<StreamResponse> {
  return new ReadOn(events, isLast, log);
}

class ReadOn extends Source<StreamResponse> {
  readonly #events: EventSource<StreamResponse>;
  readonly #isLast: (event: StreamResponse) => boolean;
  readonly #log: AgentLog;
  #isOver = false;
  #hadLast = false;

  constructor(
    events: EventSource<StreamResponse>,
    isLast: (event: StreamResponse) => boolean,
    log: AgentLog,
  ) {
    super();
    this.#events = events;
    this.#isLast = isLast;
    this.#log = log;
  }

  override next(): Promise<IteratorResult<StreamResponse, void>> {
    if (this.#hadLast) {
      void this.leave();
    }
    return this.#isOver ? Promise.resolve(END) : this.#events.next().then(this.#take, this.#fail);
  }

  protected override leave(): Promise<void> {
    if (!this.#isOver) {
      this.#isOver = true;
      void this.#readRest();
    }
    return Promise.resolve();
  }

  readonly #take = (
    next: IteratorResult<StreamResponse, void>,
  ): IteratorResult<StreamResponse, void> => {
    this.#isOver ||= next.done === true;
    this.#hadLast = next.done !== true && this.#isLast(next.value);
    return next;
  };

  readonly #fail = (error: unknown): never => {
    this.#isOver = true;
    throw error;
  };

  async #readRest(): Promise<void> {
    try {
      while ((await this.#events.next()).done !== true) {
        // Nobody reads it.
      }
    } catch (error) {
      this.#log.debug({ err: error }, "A stream that nobody reads broke off");
    }
  }
}
