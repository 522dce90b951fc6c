import { destination, pino, stdTimeFunctions } from "pino";
import type { AgentLog } from "./agent-task.js";

const STANDARD_ERROR = 2;

/** A log that can name what its lines belong to. */
export interface RuntimeLog extends AgentLog {
  child?: (facts: object) => AgentLog;
}

/** Makes a log of JSON lines on the standard error, written at once: none is lost at an exit. */
export function createLog(): RuntimeLog {
  return pino(
    {
      base: null,
      formatters: { level: (label) => ({ level: label }) },
      messageKey: "message",
      timestamp: stdTimeFunctions.isoTime,
    },
    destination({ fd: STANDARD_ERROR, sync: true }),
  );
}

/** The log of one task. A log without children writes the facts of its own only. */
export function createTaskLog(log: RuntimeLog, facts: object): AgentLog {
  return log.child?.(facts) ?? log;
}
