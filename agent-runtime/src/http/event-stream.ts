import type { DrainClock } from "../drain.js";

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
  lines: AsyncGenerator<string, void, undefined>,
  { clock, onEnd }: EventStreamOptions,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let cancelTimer: (() => void) | undefined;
  let hasEnded = false;
  const end = (): void => {
    hasEnded = true;
    cancelTimer?.();
    onEnd();
  };
  return new ReadableStream<Uint8Array>({
    start: (controller) => {
      const beat = (): void => {
        if ((controller.desiredSize ?? 0) > 0) {
          controller.enqueue(encoder.encode(HEARTBEAT));
        }
        cancelTimer = clock.startTimer(HEARTBEAT_MS, beat);
      };
      cancelTimer = clock.startTimer(HEARTBEAT_MS, beat);
    },
    pull: async (controller) => {
      const next = await lines.next();
      if (hasEnded) {
        // The reader went away meanwhile.
        return;
      }
      if (next.done === true) {
        end();
        controller.close();
      } else {
        controller.enqueue(encoder.encode(`data: ${next.value}\n\n`));
      }
    },
    cancel: () => {
      end();
      // Not waited for: it takes effect with the next text.
      void lines.return();
    },
  });
}
