/** How often a step that is still running says so where lines cannot be redrawn. */
const REMINDER_MS = 30_000;

export interface Progress {
  /** Runs `work` and tells its title and how long it has been running; the result is that of `work`. */
  step: <T>(title: string, work: () => Promise<T>) => Promise<T>;
  /** One line of its own, for a fact a reader wants to see once. */
  note: (line: string) => void;
}

function seconds(sinceMs: number): string {
  return `${((Date.now() - sinceMs) / 1000).toFixed(1)} s`;
}

/**
 * Tells the steps of a long command on stderr, so that stdout holds results only.
 *
 * A terminal gets one line per step with a running clock. Anything else gets a line when a step
 * begins, one every half minute while it lasts, and one at its end.
 */
export function createProgress(stream: NodeJS.WriteStream = process.stderr): Progress {
  const running = new Set<string>();
  return {
    note(line) {
      stream.write(`${line}\n`);
    },
    async step(title, work) {
      const startMs = Date.now();
      // Two clocks cannot share one line: steps beside each other are told as on a plain stream.
      const live = stream.isTTY && running.size === 0;
      running.add(title);
      const redraw = (text: string): void => void stream.write(`\r\u001b[K${text}`);
      if (live) {
        redraw(`  ${title}`);
      } else {
        stream.write(`  ${title} ...\n`);
      }
      const timer = setInterval(
        () => {
          if (live) {
            redraw(`  ${title} ${seconds(startMs)}`);
          } else {
            stream.write(`  ${title} ... ${seconds(startMs)}\n`);
          }
        },
        live ? 1000 : REMINDER_MS,
      );
      timer.unref();
      const finish = (mark: string): void => {
        clearInterval(timer);
        running.delete(title);
        const line = `${mark} ${title} ${seconds(startMs)}\n`;
        if (live) {
          redraw(line);
        } else {
          stream.write(line);
        }
      };
      try {
        const result = await work();
        finish("✓");
        return result;
      } catch (error) {
        finish("✗");
        throw error;
      }
    },
  };
}

/** For callers that do not want to be told. */
export const silentProgress: Progress = {
  step: async (_title, work) => await work(),
  note: () => undefined,
};
