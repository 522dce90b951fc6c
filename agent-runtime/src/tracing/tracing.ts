import type { IncomingHttpHeaders } from "node:http";
import type { AgentExecutor, AgentLog } from "../agent-task.js";
import type { Clock } from "../clock.js";
import type { ErrorReason } from "../errors.js";
import type { PeerOutcome } from "../peers/peer-client.js";
import type { TaskObserver } from "../tasks/task-observer.js";
import type { TracingSettings } from "./settings.js";

/** A part of the work that is traced. */
export interface Trace {
  /** Calls a function. Whatever it begins belongs to this part, also in later turns. */
  run: <Result>(call: () => Result) => Result;
}

/** A request while it is answered. */
export interface RequestTrace extends Trace {
  /** Called once, when it has been answered. The name of the operation is undefined when it is none. */
  end: (method: string | undefined, outcome: "ok" | ErrorReason) => void;
}

/** A call of a peer until its answer has come to its end. */
export interface CallTrace extends Trace {
  end: (outcome: PeerOutcome) => void;
}

export interface TracedRequest {
  binding: "JSONRPC" | "HTTP+JSON";
  headers: IncomingHttpHeaders;
}

/** What traces learn of tasks: who asked for them, and how they end. */
export type TracingTaskObserver = Required<Pick<TaskObserver, "onAccepted" | "onUpdate">>;

/** What traces the work of an agent (https://opentelemetry.io), or does nothing. */
export interface Tracing {
  /** Loads OpenTelemetry where traces are wanted. Until then nothing is traced. */
  start: () => Promise<void>;
  beginRequest: (request: TracedRequest) => RequestTrace;
  beginCall: (peer: { name: string; url: string }) => CallTrace;
  /** An executor that works within the span of its task. */
  wrapExecutor: (executor: AgentExecutor) => AgentExecutor;
  readonly taskObserver: TracingTaskObserver;
  /** The headers that make what a request leads to a part of the trace (W3C Trace Context). */
  getHeaders: () => Readonly<Record<string, string>>;
  /** What log lines are found by from their trace. */
  getLogFacts: () => Readonly<Record<string, string>>;
  /** Sends what has ended. Resolves when it is sent, or when the collector does not take it. */
  close: () => Promise<void>;
}

/** What traces once OpenTelemetry is there. */
export type ActiveTracing = Omit<Tracing, "start">;

export interface TracingOptions {
  /** Undefined: nothing is traced. */
  settings: TracingSettings | undefined;
  agent: { name: string; version: string };
  clock: Clock;
  log: AgentLog;
}

const NOTHING: Readonly<Record<string, string>> = {};

const NO_TRACE = {
  run: <Result>(call: () => Result): Result => call(),
  end: () => undefined,
};

/**
 * Makes what traces the work of an agent. Without settings it costs a comparison, and the SDK of
 * OpenTelemetry is not loaded.
 */
export function createTracing(options: TracingOptions): Tracing {
  const { settings } = options;
  let active: ActiveTracing | undefined;
  let closing: Promise<void> | undefined;
  return {
    start: async () => {
      if (settings !== undefined) {
        const { createOpenTelemetry } = await import("./open-telemetry.js");
        active = createOpenTelemetry({ ...options, settings });
      }
    },
    beginRequest: (request) => active?.beginRequest(request) ?? NO_TRACE,
    beginCall: (peer) => active?.beginCall(peer) ?? NO_TRACE,
    wrapExecutor: (executor) => {
      if (settings === undefined) {
        return executor;
      }
      let traced: AgentExecutor | undefined;
      return (task) => {
        traced ??= active?.wrapExecutor(executor);
        return (traced ?? executor)(task);
      };
    },
    taskObserver: {
      onAccepted: (facts) => {
        active?.taskObserver.onAccepted(facts);
      },
      onUpdate: (scope, task, event) => {
        active?.taskObserver.onUpdate(scope, task, event);
      },
    },
    getHeaders: () => active?.getHeaders() ?? NOTHING,
    getLogFacts: () => active?.getLogFacts() ?? NOTHING,
    close: async () => {
      closing ??= active?.close();
      await closing;
    },
  };
}
