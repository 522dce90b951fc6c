// JavaScript, as the servers are: what strips types would count into start and memory.

/** Wall time in milliseconds, comparable between the processes of one machine. */
function nowMs() {
  return performance.timeOrigin + performance.now();
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Does what a message asks for, the same in every server. Undefined when it is done at once.
 *
 * - `instant`
 * - `tick COUNT PAUSE_MS`: hands over the time at which each is due, so often
 * - `flood COUNT PAUSE_MS BYTES`: reports so many bytes, so often
 * - `wait MS`: tells on the standard output when it is done
 *
 * @param {string} text
 * @param {{ append: (text: string) => void, report: (text: string) => void }} task
 */
export function doWork(text, task) {
  if (text === "instant") {
    return undefined;
  }
  const [kind, ...numbers] = text.split(" ");
  const [first, pauseMs, bytes] = numbers.map(Number);
  switch (kind) {
    case "tick":
      return repeat(first, pauseMs, (dueMs) => {
        task.append(`<${(performance.timeOrigin + dueMs).toFixed(3)}>`);
      });
    case "flood":
      return repeat(first, pauseMs, () => {
        task.report("x".repeat(bytes));
      });
    case "wait":
      return pause(first).then(() => {
        process.stdout.write(`${JSON.stringify({ workEndMs: nowMs() })}\n`);
      });
    default:
      throw new Error(`There is no such work: ${text}`);
  }
}

/** Keeps to the plan: a call that came late shortens the pause after it. */
async function repeat(count, pauseMs, call) {
  const startMs = performance.now();
  for (let index = 0; index < count; index += 1) {
    const dueMs = startMs + index * pauseMs;
    const leftMs = dueMs - performance.now();
    if (leftMs > 0) {
      await pause(leftMs);
    }
    call(dueMs);
  }
}
