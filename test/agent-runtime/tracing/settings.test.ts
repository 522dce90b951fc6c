import { parseSettings } from "@berth/contract";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import {
  toTracingSettings,
  TRACING_VARIABLES,
} from "../../../agent-runtime/src/tracing/settings.ts";
import { catchReasons } from "../../contract/catch-issues.ts";

const read = (environment: object) =>
  toTracingSettings(parseSettings(z.object(TRACING_VARIABLES), environment));

describe("traces", () => {
  it.each([
    ["there is no collector", {}],
    [
      "OpenTelemetry is switched off",
      { OTEL_EXPORTER_OTLP_ENDPOINT: "http://otel:4318", OTEL_SDK_DISABLED: "TRUE" },
    ],
  ])("are off when %s", (_, environment) => {
    expect(read(environment)).toBeUndefined();
  });

  it.each([
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: "http://otel:4318" }, "http://otel:4318/v1/traces"],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: "http://otel:4318/x/" }, "http://otel:4318/x/v1/traces"],
    [{ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: "https://t.test/in" }, "https://t.test/in"],
    [
      {
        OTEL_EXPORTER_OTLP_ENDPOINT: "http://otel:4318",
        OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: "http://traces:4318/in",
      },
      "http://traces:4318/in",
    ],
  ])("go where %o says", (environment, url) => {
    expect(read(environment)?.url).toBe(url);
  });

  it("are of the pod and the service that the environment names", () => {
    expect(
      read({
        OTEL_EXPORTER_OTLP_ENDPOINT: "http://otel:4318",
        OTEL_SERVICE_NAME: "research",
        POD_NAME: "research-0",
        POD_NAMESPACE: "agents",
      }),
    ).toEqual({
      url: "http://otel:4318/v1/traces",
      serviceName: "research",
      podName: "research-0",
      podNamespace: "agents",
    });
  });

  it("go to no address that is none", () => {
    expect(catchReasons(() => read({ OTEL_EXPORTER_OTLP_ENDPOINT: "otel:4317" }))).toEqual([
      "'OTEL_EXPORTER_OTLP_ENDPOINT' (otel:4317) must be an absolute http or https URL.",
    ]);
  });
});
