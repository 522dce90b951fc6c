import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { onTestFinished } from "vitest";
import type { DeletionCostSettings } from "../../../agent-runtime/src/deletion-cost/settings.ts";

/** A request as an API server sees it. */
export interface ApiRequest {
  method: string | undefined;
  url: string | undefined;
  contentType: string | undefined;
  body: unknown;
}

/** A server that stands for the API server of a cluster. */
export interface ApiServer {
  /** The settings of a pod that tells this server. */
  settings: DeletionCostSettings;
  requests: ApiRequest[];
  /** The values that were asked for, in order. */
  readonly costs: string[];
  /** Answers a request; says that it was done by default. */
  answer: (response: ServerResponse) => void;
}

/** How an API server says why it refuses. */
export function refuse(response: ServerResponse, status: number, message: string): void {
  response.writeHead(status, { "Content-Type": "application/json" });
  response.end(JSON.stringify({ kind: "Status", apiVersion: "v1", status: "Failure", message }));
}

/** Starts a server that ends with its test. */
export async function startApiServer(): Promise<ApiServer> {
  const requests: ApiRequest[] = [];
  const server = createServer((incoming, response) => {
    void text(incoming).then((body) => {
      const { headers, method, url } = incoming;
      requests.push({
        method,
        url,
        contentType: headers["content-type"],
        body: JSON.parse(body) as unknown,
      });
      api.answer(response);
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const api: ApiServer = {
    settings: { podName: "research-7d9-x", podNamespace: "agents", apiServer: { url, trust: {} } },
    requests,
    get costs() {
      return requests.map(({ body }) => readCost(body));
    },
    answer: (response) => {
      response.end(JSON.stringify({ kind: "Pod" }));
    },
  };
  return api;
}

function readCost(body: unknown): string {
  const { metadata } = body as { metadata: { annotations: Record<string, string> } };
  return metadata.annotations["controller.kubernetes.io/pod-deletion-cost"] ?? "none";
}
