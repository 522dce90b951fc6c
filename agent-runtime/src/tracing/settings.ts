import { z } from "zod";

/** Where an OTLP collector takes traces, below its root (OpenTelemetry, OTLP/HTTP). */
const TRACES_PATH = "v1/traces";

const URL_RULE = "must be an absolute http or https URL.";
const endpoint = z.url({ protocol: /^https?$/, error: URL_RULE }).optional();

/** The environment variables of OpenTelemetry that decide whether there are traces, and for whom. */
export const TRACING_VARIABLES = {
  OTEL_SDK_DISABLED: z.string().optional(),
  OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: endpoint,
  OTEL_SERVICE_NAME: z.string().optional(),
  POD_NAME: z.string().optional(),
  POD_NAMESPACE: z.string().optional(),
};

/** Where traces go, and whose they are. */
export interface TracingSettings {
  /** Where the collector takes traces by POST. */
  url: string;
  /** Undefined: the name of the agent. */
  serviceName: string | undefined;
  podName: string | undefined;
  podNamespace: string | undefined;
}

/**
 * What the environment says about traces; undefined without a collector, or when
 * `OTEL_SDK_DISABLED` is `true`.
 *
 * Sampler, limits, batches, resource attributes, and the headers, certificates and compression of
 * the exporter are read by the packages of OpenTelemetry themselves, under their usual names.
 */
export function toTracingSettings(parsed: {
  [Name in keyof typeof TRACING_VARIABLES]?: string | undefined;
}): TracingSettings | undefined {
  const root = parsed.OTEL_EXPORTER_OTLP_ENDPOINT;
  const url =
    parsed.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT ??
    (root === undefined ? undefined : `${root.replace(/\/$/, "")}/${TRACES_PATH}`);
  if (url === undefined || parsed.OTEL_SDK_DISABLED?.toLowerCase() === "true") {
    return undefined;
  }
  return {
    url,
    serviceName: parsed.OTEL_SERVICE_NAME,
    podName: parsed.POD_NAME,
    podNamespace: parsed.POD_NAMESPACE,
  };
}
