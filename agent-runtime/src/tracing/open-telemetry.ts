import {
  type Context,
  context,
  defaultTextMapGetter,
  defaultTextMapSetter,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from "@opentelemetry/api";
import { W3CTraceContextPropagator } from "@opentelemetry/core";
import type { AgentTask, TaskState } from "../agent-task.js";
import type { ErrorReason } from "../errors.js";
import { fromWireState, isIdle } from "../tasks/task-state.js";
import { openSpanSource } from "./provider.js";
import type { TracingSettings } from "./settings.js";
import type { ActiveTracing, Trace, TracingOptions } from "./tracing.js";

// The only module that makes spans. It is loaded where traces are wanted, and not before.

/** A collector that does not answer holds up no exit for longer. */
const FLUSH_MS = 1_000;

/** An answer that nobody takes off holds up no exit for longer. */
const ANSWER_MS = 500;

/** The name of what makes the spans. */
const SCOPE = "@berth/agent-runtime";

/** Outcomes that the agent is to blame for, not its caller. */
const FAULTS: ReadonlySet<string> = new Set<ErrorReason>([
  "INTERNAL_ERROR",
  "INVALID_AGENT_RESPONSE",
]);

/** The span of an execution. It ends when the executor has returned and the state is known. */
interface Execution {
  span: Span;
  state?: TaskState;
  hasReturned: boolean;
}

/**
 * Makes what traces by OpenTelemetry: a span for each request, one for each execution of a task,
 * and one for each call of a peer (semantic conventions `rpc` and `gen_ai`).
 */
export function createOpenTelemetry(
  options: TracingOptions & { settings: TracingSettings },
): ActiveTracing {
  const source = openSpanSource(options);
  const tracer = source.provider.getTracer(SCOPE);
  const propagator = new W3CTraceContextPropagator();
  const executions = new Map<string, Execution>();
  /** Where messages were accepted. One that waits has its turn when another task ends. */
  const origins = new Map<string, Context>();

  /** How many requests are being answered, and when they were none for the last time. */
  let openRequests = 0;
  let lastAnswer = Promise.withResolvers<undefined>();

  /** Waits for a promise, but not for longer than a time: then it returns false. */
  const isWithin = async (promise: Promise<unknown>, ms: number): Promise<boolean> => {
    const late = Promise.withResolvers<false>();
    const cancelTimer = options.clock.startTimer(ms, () => {
      late.resolve(false);
    });
    const isInTime = await Promise.race([promise.then(() => true), late.promise]);
    cancelTimer();
    return isInTime;
  };
  const toTrace = (span: Span, parent = context.active()): Trace => {
    const within = trace.setSpan(parent, span);
    return { run: (call) => context.with(within, call) };
  };
  const settle = (id: string, execution: Execution): void => {
    if (execution.hasReturned && execution.state !== undefined) {
      endExecution(execution);
      if (executions.get(id) === execution) {
        executions.delete(id);
      }
    }
  };
  const beginExecution = ({ contextId, id }: AgentTask, origin: Context): Execution => {
    const { name } = options.agent;
    const attributes = {
      "gen_ai.operation.name": "invoke_agent",
      "gen_ai.agent.name": name,
      "gen_ai.conversation.id": contextId,
      "a2a.task.id": id,
    };
    const span = tracer.startSpan(
      `invoke_agent ${name}`,
      { kind: SpanKind.INTERNAL, attributes },
      origin,
    );
    const execution: Execution = { span, hasReturned: false };
    executions.set(id, execution);
    return execution;
  };

  return {
    beginRequest: ({ binding, headers }) => {
      const parent = propagator.extract(ROOT_CONTEXT, headers, defaultTextMapGetter);
      const span = tracer.startSpan(
        `A2A ${binding}`,
        {
          kind: SpanKind.SERVER,
          attributes: {
            "rpc.system": binding === "JSONRPC" ? "jsonrpc" : "http",
            "a2a.binding": binding,
          },
        },
        parent,
      );
      openRequests += 1;
      return {
        ...toTrace(span, parent),
        end: (method, outcome) => {
          if (method !== undefined) {
            span.updateName(method);
            span.setAttribute("rpc.method", method);
          }
          endSpan(span, outcome, FAULTS.has(outcome));
          openRequests -= 1;
          if (openRequests === 0) {
            lastAnswer.resolve(undefined);
            lastAnswer = Promise.withResolvers<undefined>();
          }
        },
      };
    },
    beginCall: ({ name, url }) => {
      const { hostname, port } = new URL(url);
      const span = tracer.startSpan(`invoke_agent ${name}`, {
        kind: SpanKind.CLIENT,
        attributes: {
          "gen_ai.operation.name": "invoke_agent",
          "gen_ai.agent.name": name,
          "server.address": hostname,
          ...(port === "" ? {} : { "server.port": Number(port) }),
        },
      });
      return {
        ...toTrace(span),
        end: (outcome) => {
          endSpan(span, outcome, outcome !== "ok" && outcome !== "aborted");
        },
      };
    },
    wrapExecutor: (executor) => async (task) => {
      const origin = origins.get(task.id) ?? context.active();
      origins.delete(task.id);
      const execution = beginExecution(task, origin);
      try {
        await toTrace(execution.span, origin).run(() => executor(task));
      } catch (error) {
        if (error instanceof Error) {
          execution.span.recordException(error);
        }
        throw error;
      } finally {
        execution.hasReturned = true;
        settle(task.id, execution);
      }
    },
    taskObserver: {
      onAccepted: ({ taskId }) => {
        origins.set(taskId, context.active());
      },
      onUpdate: (_, { id, status }) => {
        const state = fromWireState(status?.state);
        if (!isIdle(state)) {
          return;
        }
        // It may have been cancelled before its turn.
        origins.delete(id);
        const execution = executions.get(id);
        if (execution !== undefined) {
          execution.state ??= state;
          settle(id, execution);
        }
      },
    },
    getHeaders: () => {
      const headers: Record<string, string> = {};
      propagator.inject(context.active(), headers, defaultTextMapSetter);
      return headers;
    },
    getLogFacts: (): Readonly<Record<string, string>> => {
      const span = trace.getActiveSpan()?.spanContext();
      return span === undefined ? {} : { trace_id: span.traceId, span_id: span.spanId };
    },
    close: async () => {
      // The last tasks have ended, and their answers are on their way.
      await isWithin(openRequests === 0 ? Promise.resolve() : lastAnswer.promise, ANSWER_MS);
      for (const execution of executions.values()) {
        endExecution(execution);
      }
      executions.clear();
      // What the collector refuses has been logged.
      const closed = source.close().catch(() => undefined);
      if (!(await isWithin(closed, FLUSH_MS))) {
        options.log.warn({ url: options.settings.url }, "Spans were lost: the collector is slow");
      }
    },
  };
}

function endExecution({ span, state }: Execution): void {
  if (state !== undefined) {
    span.setAttribute("a2a.task.state", state);
  }
  if (state === "FAILED" || state === undefined) {
    span.setStatus({ code: SpanStatusCode.ERROR });
    span.setAttribute("error.type", state ?? "ABORTED");
  }
  span.end();
}

function endSpan(span: Span, outcome: string, isError: boolean): void {
  if (outcome !== "ok") {
    span.setAttribute("error.type", outcome);
  }
  if (isError) {
    span.setStatus({ code: SpanStatusCode.ERROR });
  }
  span.end();
}
