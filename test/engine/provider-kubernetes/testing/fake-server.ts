import * as http from "node:http";
import type { AddressInfo } from "node:net";
import type { KubeConfig } from "@kubernetes/client-node";
import { loadKubeconfig } from "../cluster/kubeconfig.ts";

export interface FakeServer {
  url: string;
  kubeconfig: string;
  config: KubeConfig;
  close(): Promise<void>;
}

/** An HTTP server on loopback in the place of an API server. */
export async function startFakeServer(handle: http.RequestListener): Promise<FakeServer> {
  const server = http.createServer(handle);
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const kubeconfig = JSON.stringify({
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name: "c", cluster: { server: url, "insecure-skip-tls-verify": true } }],
    users: [{ name: "u", user: { token: "user-token" } }],
    contexts: [{ name: "x", context: { cluster: "c", user: "u", namespace: "team" } }],
    "current-context": "x",
  });
  return {
    url,
    kubeconfig,
    config: loadKubeconfig({ kubeconfig }),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
}

/** Answers with JSON, as an API server does. */
export function answer(response: http.ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify(body));
}
