import type { AgentLog, LogFunction } from "../agent-task.js";

/** A log that is made when something is logged: most tasks log nothing. */
export function createLazyLog(getLog: () => AgentLog): AgentLog {
  const createFunction =
    (level: keyof AgentLog): LogFunction =>
    (...line: [object | string, string?]) => {
      (getLog()[level] as (...line: unknown[]) => void)(...line);
    };
  return {
    debug: createFunction("debug"),
    info: createFunction("info"),
    warn: createFunction("warn"),
    error: createFunction("error"),
  };
}
