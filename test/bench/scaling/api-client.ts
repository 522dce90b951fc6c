import { readFile } from "node:fs/promises";
import { Agent, request as httpsRequest, type RequestOptions } from "node:https";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import type { ClusterLayout } from "../../cluster/layout.ts";

/** Asks the API server over connections that stay open, so that a question costs no handshake. */
export interface ApiClient {
  /** @throws Error with what the API server says, when that is no success. */
  get: <T>(path: string) => Promise<T>;
  /** Makes an object. @throws Error with what the API server says, when that is no success. */
  create: (path: string, object: object) => Promise<void>;
  /** Deletes an object. @throws Error with what the API server says, when that is no success. */
  remove: (path: string) => Promise<void>;
  close: () => void;
}

/** The most requests at a time. */
const CONNECTIONS = 16;

/** A question that has no answer for so long gets none. */
const TIMEOUT_MS = 30_000;

/** Asks the API server of a test cluster as its administrator. */
export async function createApiClient(layout: ClusterLayout): Promise<ApiClient> {
  const read = async (file: string): Promise<Buffer> => await readFile(join(layout.pki, file));
  const agent = new Agent({
    keepAlive: true,
    maxSockets: CONNECTIONS,
    ca: await read("ca.crt"),
    cert: await read("admin.crt"),
    key: await read("admin.key"),
  });
  const ask = async (method: string, path: string, body?: object): Promise<string> => {
    const headers = { accept: "application/json", "content-type": "application/json" };
    const url = new URL(path, layout.apiServer);
    const options = { method, headers, agent, timeout: TIMEOUT_MS };
    const { status, answer } = await send(url, options, body && JSON.stringify(body));
    if (status >= 300) {
      throw new Error(`${method} ${path}: ${status} ${answer}`);
    }
    return answer;
  };
  return {
    get: async <T>(path: string) => JSON.parse(await ask("GET", path)) as T,
    create: async (path, object) => {
      await ask("POST", path, object);
    },
    remove: async (path) => {
      await ask("DELETE", path);
    },
    close: () => {
      agent.destroy();
    },
  };
}

async function send(
  url: URL,
  options: RequestOptions,
  body?: string,
): Promise<{ status: number; answer: string }> {
  return await new Promise((resolve, reject) => {
    const request = httpsRequest(url, options, (response) => {
      text(response).then((answer) => {
        resolve({ status: response.statusCode ?? 0, answer });
      }, reject);
    });
    request.on("timeout", () => request.destroy(new Error(`No answer of ${url.href}.`)));
    request.on("error", reject);
    request.end(body);
  });
}
