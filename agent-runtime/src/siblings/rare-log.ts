import type { AgentLog } from "../agent-task.js";
import type { Clock } from "../clock.js";

const SILENCE_MS = 60_000;

/** Makes what writes a warning, the same one once a minute at most. */
export function createRareLog(
  log: AgentLog,
  clock: Clock,
): (facts: object, message: string) => void {
  const lastMs = new Map<string, number>();
  return (facts, message) => {
    const last = lastMs.get(message);
    if (last === undefined || clock.elapsedMs() - last >= SILENCE_MS) {
      lastMs.set(message, clock.elapsedMs());
      log.warn(facts, message);
    }
  };
}
