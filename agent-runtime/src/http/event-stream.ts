import type { DrainClock } from "../drain.js";
import type { HttpStream } from "./http-exchange.js";

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
  { clock, onEnd }: EventStreamOptions,
): HttpStream {
  return (sink) => {
    let hasEnded = false;
    let cancelTimer: () => void;
    const beat = (): void => {
      if (sink.hasRoom) {
        sink.write(HEARTBEAT);
      }
      cancelTimer = clock.startTimer(HEARTBEAT_MS, beat);
    };
    const end = (): void => {
      hasEnded = true;
      cancelTimer();
      onEnd();
    };
    const untilRoom = (): Promise<void> =>
      new Promise((resolve) => {
        sink.onceRoom(resolve);
      });
    const pump = async (): Promise<void> => {
      for await (const line of lines) {
        if (hasEnded) {
          return;
        }
        sink.write(toEventText(line));
        if (!sink.hasRoom) {
          await untilRoom();
        }
      }
    };

    cancelTimer = clock.startTimer(HEARTBEAT_MS, beat);
    sink.onceClosed(() => {
      if (!hasEnded) {
        end();
        // Not waited for: it takes effect with the next text.
        void lines.return();
      }
    });
    const finish = (): void => {
      if (!hasEnded) {
        end();
        sink.end();
      }
    };
    // A source that fails ends the stream: what came is complete, and a reader sees that more lacks.
    pump().then(finish, finish);
  };
}

function toEventText(line: StreamText): string {
  return typeof line === "string"
    ? `data: ${line}\n\n`
    : `event: ${line.name}\ndata: ${line.text}\n\n`;
}
