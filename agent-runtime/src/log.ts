import { destination, type DestinationStream, pino, stdTimeFunctions } from "pino";
import type { AgentLog } from "./agent-task.js";
import type { AnsweredRequest } from "./metrics.js";

const STANDARD_ERROR = 2;

/** How much is logged, the most first. */
export const LOG_LEVELS = ["debug", "info", "warn", "error"] as const;

/** What a line must matter to be written. */
export type LogLevel = (typeof LOG_LEVELS)[number];

/** The level of a log that nobody gave one. */
export const DEFAULT_LOG_LEVEL: LogLevel = "info";

/** Members of facts that open doors. They are never written, wherever they come from. */
const SECRETS = ["authorization", "Authorization", "cookie", "Cookie", "credentials", "token"];

/** How deep secrets are looked for: in facts, in an error or a request among them, in its headers. */
const SECRET_PATHS = SECRETS.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]);

/** A log that can name what its lines belong to. */
export interface RuntimeLog extends AgentLog {
  child?: (facts: object) => AgentLog;
}

export interface LogOptions {
  /** Lines below it are not written. Defaults to `info`. */
  level?: LogLevel | undefined;
  /** What every line names besides, read as it is written. */
  getFacts?: () => Readonly<Record<string, string>>;
  /** Where lines go. Defaults to the standard error, at once: none is lost at an exit. */
  output?: DestinationStream;
}

/** Makes a log of JSON lines. */
export function createLog({
  level = DEFAULT_LOG_LEVEL,
  getFacts = () => ({}),
  output = destination({ fd: STANDARD_ERROR, sync: true }),
}: LogOptions = {}): RuntimeLog {
  return pino(
    {
      base: null,
      level,
      formatters: { level: (label) => ({ level: label }) },
      messageKey: "message",
      // A copy: pino adds the facts of the line to it.
      mixin: () => ({ ...getFacts() }),
      redact: { paths: SECRET_PATHS, censor: "(not logged)" },
      timestamp: stdTimeFunctions.isoTime,
    },
    output,
  );
}

/** The log of one task. A log without children writes the facts of its own only. */
export function createTaskLog(log: RuntimeLog, facts: object): AgentLog {
  return log.child?.(facts) ?? log;
}

/** Makes what logs each answer, for whoever looks for a fault: how it went, not what was said. */
export function createRequestLog(log: AgentLog): (request: AnsweredRequest) => void {
  return (request) => {
    log.debug(request, "A request was answered");
  };
}
