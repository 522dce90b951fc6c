import type { StreamResponse } from "@a2a-js/sdk";
import type { AgentLog } from "../agent-task.js";

/**
 * Yields events until the last one, and reads on when its reader leaves: a task must not wait for somebody
 * who has gone. Nobody waits for what comes after the last event either. It is read to its end: an agent
 * may give its work up when its stream is closed, and what follows the end of a task is a part of that.
 */
export async function* readOn(
  events: AsyncGenerator<StreamResponse, void, undefined>,
  isLast: (event: StreamResponse) => boolean,
  log: AgentLog,
): AsyncGenerator<StreamResponse, void, undefined> {
  let isDone = false;
  try {
    for (;;) {
      const next = await events.next();
      if (next.done === true) {
        isDone = true;
        return;
      }
      yield next.value;
      if (isLast(next.value)) {
        return;
      }
    }
  } catch (error) {
    isDone = true;
    throw error;
  } finally {
    if (!isDone) {
      void readRest(events, log);
    }
  }
}

async function readRest(
  events: AsyncGenerator<StreamResponse, void, undefined>,
  log: AgentLog,
): Promise<void> {
  try {
    for (let next = await events.next(); next.done !== true; next = await events.next()) {
      // Nobody reads it.
    }
  } catch (error) {
    log.debug({ err: error }, "A stream that nobody reads broke off");
  }
}
