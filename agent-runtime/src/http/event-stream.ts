import type { DrainClock } from "../drain.js";
import type { HttpSink, HttpStream } from "./http-exchange.js";

/** Proxies close connections that are silent for longer; the shortest common limit is 30 s. */
const HEARTBEAT_MS = 15_000;

/** A comment: readers skip it (HTML, section 9.2.6). */
const HEARTBEAT = ": heartbeat\n\n";

/** What every stream says of itself. Whether the connection is kept alive is said elsewhere. */
export const EVENT_STREAM_HEADERS = {
  "Content-Type": "text/event-stream",
  "Cache-Control": "no-cache, no-transform",
  "X-Accel-Buffering": "no",
} as const;

/** What is sent: a text of one line, under the name of its event where it has one. */
export type StreamText = string | { name: string; text: string };

export interface EventStreamOptions {
  clock: DrainClock;
  /** Is told once, when the last text was sent or the reader has gone. */
  onEnd: () => void;
}

/**
 * Writes texts of one line as server-sent events, each when the reader has room for it, and a
 * heartbeat when there is none for 15 seconds. A reader that goes away stops nothing but this.
 */
export function createEventStream(
  lines: AsyncGenerator<StreamText, void, undefined>,
  options: EventStreamOptions,
): HttpStream {
  return (sink) => {
    new EventPump(sink, lines, options).begin();
  };
}

/** A class: there is one for each stream, for as long as it lasts. */
class EventPump {
  readonly #sink: HttpSink;
  readonly #lines: AsyncGenerator<StreamText, void, undefined>;
  readonly #options: EventStreamOptions;
  #hasEnded = false;
  #cancelTimer: (() => void) | undefined;

  constructor(
    sink: HttpSink,
    lines: AsyncGenerator<StreamText, void, undefined>,
    options: EventStreamOptions,
  ) {
    this.#sink = sink;
    this.#lines = lines;
    this.#options = options;
  }

  begin(): void {
    this.#startTimer();
    this.#sink.onceClosed(() => {
      if (!this.#hasEnded) {
        this.#end();
        // Not waited for: it takes effect with the next text.
        void this.#lines.return();
      }
    });
    this.#readNext();
  }

  readonly #take = (next: IteratorResult<StreamText, void>): void => {
    if (this.#hasEnded) {
      return;
    }
    if (next.done === true) {
      this.#finish();
      return;
    }
    this.#sink.write(toEventText(next.value));
    if (this.#sink.hasRoom) {
      this.#readNext();
    } else {
      this.#sink.onceRoom(() => {
        this.#readNext();
      });
    }
  };

  /** A source that fails ends the stream: what came is complete, and a reader sees that more lacks. */
  readonly #finish = (): void => {
    if (!this.#hasEnded) {
      this.#end();
      this.#sink.end();
    }
  };

  #readNext(): void {
    this.#lines.next().then(this.#take).catch(this.#finish);
  }

  #startTimer(): void {
    this.#cancelTimer = this.#options.clock.startTimer(HEARTBEAT_MS, () => {
      if (this.#sink.hasRoom) {
        this.#sink.write(HEARTBEAT);
      }
      this.#startTimer();
    });
  }

  #end(): void {
    this.#hasEnded = true;
    this.#cancelTimer?.();
    this.#options.onEnd();
  }
}

function toEventText(line: StreamText): string {
  return typeof line === "string"
    ? `data: ${line}\n\n`
    : `event: ${line.name}\ndata: ${line.text}\n\n`;
}
