import type { AgentLog, LogFunction } from "@berth/agent-runtime";

/** A line of a log. */
export interface LogLine {
  level: "debug" | "info" | "warn" | "error";
  facts: object;
  message: string;
}

/** A log that keeps its lines for a test. */
export interface RecordedLog extends AgentLog {
  readonly lines: LogLine[];
  /** What was logged at a level, as messages. */
  messages: (level: LogLine["level"]) => string[];
}

export function createRecordedLog(): RecordedLog {
  const lines: LogLine[] = [];
  const createFunction =
    (level: LogLine["level"]): LogFunction =>
    (first: object | string, message: string = "") => {
      lines.push(
        typeof first === "string"
          ? { level, facts: {}, message: first }
          : { level, facts: first, message },
      );
    };
  return {
    lines,
    messages: (level) => lines.filter((line) => line.level === level).map((line) => line.message),
    debug: createFunction("debug"),
    info: createFunction("info"),
    warn: createFunction("warn"),
    error: createFunction("error"),
  };
}
