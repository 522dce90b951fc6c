import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { onTestFinished } from "vitest";
import {
  isMeant,
  readSelector,
  type Selected,
  type StoredObject,
  toKey,
} from "./stored-objects.ts";

/** A kind of objects, by the end of its path. */
export type Resource = "services" | "endpointslices";

/** A question that was asked. */
export interface AskedQuestion {
  path: string;
  query: Record<string, string>;
  authorization: string | undefined;
}

/**
 * A stand-in for the API server of a cluster: it keeps Services and EndpointSlices, lists them in pages, and
 * tells watches what happens to them. It has one history for all, as etcd has.
 */
export interface ApiServerStandIn {
  readonly url: string;
  readonly questions: AskedQuestion[];
  /** How many watches stand. */
  readonly watchCount: number;
  put: (resource: Resource, object: StoredObject) => void;
  remove: (resource: Resource, namespace: string, name: string) => void;
  /** Tells all watches the moment, and nothing else. */
  sendBookmarks: () => void;
  /** Sends a line to all watches. */
  sendLine: (line: string) => void;
  /** Forgets what happened: a watch from an earlier moment is refused. */
  forgetHistory: (how?: "status" | "event") => void;
  /** Ends all watches as a server does whose time for them is over. */
  endWatches: () => void;
  /** Cuts all connections. */
  cutConnections: () => void;
  /** Closes the port. What is stored stays. */
  stop: () => Promise<void>;
  /** Opens the same port again. */
  start: () => Promise<void>;
  /** Answers instead; false to let the server answer. */
  intercept: (request: IncomingMessage, response: ServerResponse, url: URL) => boolean;
}

interface HistoryEntry {
  version: number;
  resource: string;
  type: "ADDED" | "MODIFIED" | "DELETED";
  object: StoredObject;
}

interface StandingWatch extends Selected {
  response: ServerResponse;
}

/** Starts a stand-in that ends with its test. */
export async function startApiServerStandIn(pageLength = 500): Promise<ApiServerStandIn> {
  const objects = new Map<string, StoredObject>();
  const history: HistoryEntry[] = [];
  const watches = new Set<StandingWatch>();
  const sockets = new Set<Socket>();
  const questions: AskedQuestion[] = [];
  let version = 100;
  let oldestVersion = 0;
  let expiredHow: "status" | "event" = "status";
  let server: Server;
  let port = 0;

  const send = (watch: StandingWatch, type: string, object: unknown): void => {
    watch.response.write(`${JSON.stringify({ type, object })}\n`);
  };
  const record = (resource: string, type: HistoryEntry["type"], object: StoredObject): void => {
    version += 1;
    const stored = {
      ...object,
      metadata: { ...object.metadata, resourceVersion: String(version) },
    };
    history.push({ version, resource, type, object: stored });
    const key = toKey(resource, object.metadata);
    if (type === "DELETED") {
      objects.delete(key);
    } else {
      objects.set(key, stored);
    }
    for (const watch of watches) {
      if (isMeant(watch, resource, stored)) {
        send(watch, type, stored);
      }
    }
  };
  const list = (url: URL, asked: Selected, response: ServerResponse): void => {
    const all = [...objects]
      .filter(
        ([key, object]) => key.startsWith(asked.resource) && isMeant(asked, asked.resource, object),
      )
      .map(([, object]) => object);
    const begin = Number(url.searchParams.get("continue") ?? 0);
    const end = begin + Math.min(pageLength, Number(url.searchParams.get("limit") ?? all.length));
    const metadata = {
      resourceVersion: String(version),
      ...(end < all.length ? { continue: String(end) } : {}),
    };
    response.end(JSON.stringify({ kind: "List", metadata, items: all.slice(begin, end) }));
  };
  const watch = (url: URL, asked: Selected, response: ServerResponse): void => {
    const from = Number(url.searchParams.get("resourceVersion"));
    const isExpired = from < oldestVersion;
    if (isExpired && expiredHow === "status") {
      refuse(response, 410, `too old resource version: ${from}`);
      return;
    }
    response.writeHead(200, { "Content-Type": "application/json" });
    response.flushHeaders();
    const standing = { ...asked, response };
    if (isExpired) {
      send(standing, "ERROR", toStatus(410, `too old resource version: ${from}`));
      response.end();
      return;
    }
    for (const entry of history) {
      if (entry.version > from && isMeant(asked, entry.resource, entry.object)) {
        send(standing, entry.type, entry.object);
      }
    }
    watches.add(standing);
    response.once("close", () => watches.delete(standing));
  };
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    const url = new URL(request.url ?? "/", "http://stand-in");
    questions.push({
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      authorization: request.headers.authorization,
    });
    if (standIn.intercept(request, response, url)) {
      return;
    }
    const [, namespace, resource = ""] =
      /^\/(?:api\/v1|apis\/discovery\.k8s\.io\/v1)(?:\/namespaces\/([^/]+))?\/([a-z]+)$/.exec(
        url.pathname,
      ) ?? [];
    if (resource !== "services" && resource !== "endpointslices") {
      refuse(response, 404, "the server could not find the requested resource");
      return;
    }
    const asked = { resource, namespace, labels: readSelector(url) };
    (url.searchParams.get("watch") === "true" ? watch : list)(url, asked, response);
  };
  const cutConnections = (): void => {
    for (const socket of sockets) {
      socket.destroy();
    }
  };

  const standIn: ApiServerStandIn = {
    get url() {
      return `http://127.0.0.1:${port}`;
    },
    questions,
    get watchCount() {
      return watches.size;
    },
    put: (resource, object) => {
      const isKnown = objects.has(toKey(resource, object.metadata));
      record(resource, isKnown ? "MODIFIED" : "ADDED", object);
    },
    remove: (resource, namespace, name) => {
      const object = objects.get(toKey(resource, { namespace, name }));
      if (object === undefined) {
        throw new Error(`There is no ${resource} ${namespace}/${name}.`);
      }
      record(resource, "DELETED", object);
    },
    sendBookmarks: () => {
      for (const standing of watches) {
        send(standing, "BOOKMARK", { metadata: { resourceVersion: String(version) } });
      }
    },
    sendLine: (line) => {
      for (const { response } of watches) {
        response.write(`${line}\n`);
      }
    },
    forgetHistory: (how = "status") => {
      expiredHow = how;
      version += 1;
      oldestVersion = version;
      history.length = 0;
    },
    endWatches: () => {
      for (const standing of watches) {
        watches.delete(standing);
        standing.response.end();
      }
    },
    cutConnections,
    stop: async () => {
      if (server.listening) {
        const closed = once(server, "close");
        server.close();
        cutConnections();
        await closed;
      }
    },
    start: async () => {
      server = createServer(answer);
      server.on("connection", (socket) => {
        sockets.add(socket);
        socket.once("close", () => sockets.delete(socket));
      });
      server.listen(port, "127.0.0.1");
      await once(server, "listening");
      ({ port } = server.address() as AddressInfo);
    },
    intercept: () => false,
  };
  await standIn.start();
  onTestFinished(() => standIn.stop());
  return standIn;
}

/** Refuses as an API server does. */
export function refuse(response: ServerResponse, code: number, message: string): void {
  response.writeHead(code, { "Content-Type": "application/json" });
  response.end(JSON.stringify(toStatus(code, message)));
}

function toStatus(code: number, message: string): object {
  return { kind: "Status", apiVersion: "v1", status: "Failure", code, message };
}
