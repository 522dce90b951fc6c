import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { onTestFinished } from "vitest";

/** A span as a collector gets it, with its attributes as an object. */
export interface CollectedSpan {
  service: string;
  name: string;
  kind: number;
  traceId: string;
  spanId: string;
  parentSpanId: string | undefined;
  /** 2 is an error. */
  status: number;
  attributes: Record<string, unknown>;
}

export interface TraceCollector {
  readonly url: string;
  readonly spans: CollectedSpan[];
  /** The resource attributes of the last request. */
  readonly resource: Record<string, unknown>;
}

interface WireAttribute {
  key: string;
  value: Record<string, unknown>;
}

interface WireTraces {
  resourceSpans: {
    resource: { attributes: WireAttribute[] };
    scopeSpans: {
      spans: {
        name: string;
        kind: number;
        traceId: string;
        spanId: string;
        parentSpanId?: string;
        status: { code: number };
        attributes: WireAttribute[];
      }[];
    }[];
  }[];
}

/** Takes traces by OTLP over HTTP, as JSON, on a free port until the test is over. */
export async function startTraceCollector(): Promise<TraceCollector> {
  const spans: CollectedSpan[] = [];
  const resource: Record<string, unknown> = {};
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      if (request.url !== "/v1/traces") {
        response.writeHead(404).end();
        return;
      }
      for (const { resource: own, scopeSpans } of (JSON.parse(body) as WireTraces).resourceSpans) {
        Object.assign(resource, toObject(own.attributes));
        for (const span of scopeSpans.flatMap((scope) => scope.spans)) {
          const { name, kind, traceId, spanId, parentSpanId, status, attributes } = span;
          spans.push({
            service: String(resource["service.name"]),
            name,
            kind,
            traceId,
            spanId,
            parentSpanId,
            status: status.code,
            attributes: toObject(attributes),
          });
        }
      }
      response.writeHead(200, { "Content-Type": "application/json" }).end("{}");
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/v1/traces`, spans, resource };
}

function toObject(attributes: readonly WireAttribute[]): Record<string, unknown> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]));
}
