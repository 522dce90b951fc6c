import {
  context,
  createContextKey,
  propagation,
  trace,
  type TracerProvider,
} from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { ExportResultCode, W3CTraceContextPropagator } from "@opentelemetry/core";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { detectResources, envDetector, resourceFromAttributes } from "@opentelemetry/resources";
import {
  BasicTracerProvider,
  BatchSpanProcessor,
  type SpanExporter,
} from "@opentelemetry/sdk-trace-base";
import type { AgentLog } from "../agent-task.js";
import type { TracingOptions } from "./tracing.js";
import type { TracingSettings } from "./settings.js";

/** What makes spans, and where they end. */
export interface SpanSource {
  provider: TracerProvider;
  /** Sends what has ended, and gives back what was registered for the process. */
  close: () => Promise<void>;
}

/** True while a provider of ours is registered for the process. */
let isOursRegistered = false;

/**
 * Finds what makes spans: what the author of the agent has set up for the process, else our own.
 *
 * Ours is registered for the process where nobody else's is: instrumentation that an executor
 * imports then sees the spans of its tasks, and its own go to the same collector. A second agent in
 * the process has a provider of its own, with a name of its own.
 */
export function openSpanSource(
  options: TracingOptions & { settings: TracingSettings },
): SpanSource {
  const provider = createProvider(options);
  if (isOursRegistered) {
    return { provider, close: () => provider.shutdown() };
  }
  if (!trace.setGlobalTracerProvider(provider)) {
    return { provider: trace.getTracerProvider(), close: () => provider.shutdown() };
  }
  registerContext();
  isOursRegistered = true;
  return {
    provider,
    close: async () => {
      trace.disable();
      isOursRegistered = false;
      await provider.shutdown();
    },
  };
}

/**
 * Makes spans known to what they lead to, where nobody has done so. For good: another agent in the
 * process may rest on it.
 */
function registerContext(): void {
  if (!isContextKept()) {
    context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  }
  if (propagation.fields().length === 0) {
    propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  }
}

/** True when somebody has set up what keeps a context. */
function isContextKept(): boolean {
  const key = createContextKey("berth");
  return context.with(
    context.active().setValue(key, true),
    () => context.active().getValue(key) === true,
  );
}

function createProvider({
  agent,
  log,
  settings,
}: TracingOptions & { settings: TracingSettings }): BasicTracerProvider {
  const { podName, podNamespace, serviceName, url } = settings;
  const resource = resourceFromAttributes({
    "service.version": agent.version,
    ...(podName === undefined ? {} : { "service.instance.id": podName, "k8s.pod.name": podName }),
    ...(podNamespace === undefined ? {} : { "k8s.namespace.name": podNamespace }),
  })
    .merge(detectResources({ detectors: [envDetector] }))
    .merge(resourceFromAttributes({ "service.name": serviceName ?? agent.name }));
  const exporter = withLog(new OTLPTraceExporter({ url }), url, log);
  return new BasicTracerProvider({ resource, spanProcessors: [new BatchSpanProcessor(exporter)] });
}

/** An exporter that says when spans get lost, once until they arrive again. */
function withLog(exporter: SpanExporter, url: string, log: AgentLog): SpanExporter {
  let isFailing = false;
  return {
    export: (spans, callback) => {
      exporter.export(spans, (result) => {
        if (result.code === ExportResultCode.SUCCESS) {
          isFailing = false;
        } else if (!isFailing) {
          isFailing = true;
          log.warn({ err: result.error, url }, "Spans could not be sent to the collector");
        }
        callback(result);
      });
    },
    shutdown: () => exporter.shutdown(),
    forceFlush: async () => {
      await exporter.forceFlush?.();
    },
  };
}
