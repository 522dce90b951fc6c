import { once } from "node:events";
import {
  createServer,
  type IncomingHttpHeaders,
  type Server,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

/** A call that a played agent got. */
export interface AgentCall {
  id: unknown;
  method: string;
  params: Record<string, unknown>;
  headers: IncomingHttpHeaders;
}

/** How a played agent answers a call. */
export interface Answering {
  /** Answers with a result. */
  result: (result: unknown) => void;
  /** Answers with an error. */
  error: (code: number, message: string) => void;
  /** Sends an event of a stream, the first one after its head. */
  event: (result: unknown) => void;
  /** Ends a stream. */
  end: () => void;
  /** Breaks the connection off. */
  cut: () => void;
  /** What is sent besides JSON-RPC. */
  response: ServerResponse;
}

/** Answers a request for a card by hand. */
export type CardAnswer = (response: ServerResponse) => void;

export interface PlayedAgentOptions {
  /**
   * The card by its path, or what answers in its place; other paths have none. Defaults to one of A2A 1.0 at
   * the usual path.
   */
  cards?: Record<string, unknown>;
  /** Where it takes JSON-RPC. Defaults to the root. */
  rpcPath?: string;
  /** The tasks that it says it works on when it is asked by state; it does not say by default. */
  running?: readonly object[];
  /** The port; defaults to any free one. */
  port?: number;
  answer: (call: AgentCall, answering: Answering) => void | Promise<void>;
}

/** A server that answers as a test says: it stands in for agents of all kinds. */
export interface PlayedAgent {
  readonly url: string;
  readonly port: number;
  /** What it was asked for by JSON-RPC, in order. */
  readonly calls: AgentCall[];
  /** The calls of one method. */
  callsOf: (method: string) => AgentCall[];
  /** Closes its port and every connection, as the end of a process does. */
  stop: () => Promise<void>;
}

/** A card of A2A 1.0 as frameworks serve it: its URL leads nowhere in a pod. */
export const CURRENT_CARD = {
  name: "Played",
  description: "Answers as a test says",
  version: "0.0.1",
  supportedInterfaces: [
    { url: "http://0.0.0.0:9/", protocolBinding: "JSONRPC", protocolVersion: "1.0" },
  ],
  capabilities: { streaming: true },
  defaultInputModes: ["text/plain"],
  defaultOutputModes: ["text/plain"],
  skills: [{ id: "play", name: "Play", description: "Plays", tags: ["test"] }],
};

/** A card of A2A 0.3. */
export const LEGACY_CARD = {
  name: "Played",
  description: "Answers as a test says",
  version: "0.0.1",
  protocolVersion: "0.3.0",
  url: "http://0.0.0.0:9/",
  preferredTransport: "JSONRPC",
  capabilities: { streaming: true },
  defaultInputModes: ["text"],
  defaultOutputModes: ["text"],
  skills: [{ id: "play", name: "Play", description: "Plays", tags: ["test"] }],
};

/** Starts an agent that answers as the test says, until the test is over. */
export async function playAgent(options: PlayedAgentOptions): Promise<PlayedAgent> {
  const {
    answer,
    cards = { "/.well-known/agent-card.json": CURRENT_CARD },
    rpcPath = "/",
  } = options;
  const calls: AgentCall[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? "/";
    if (request.method === "GET") {
      const card = cards[path];
      if (typeof card === "function") {
        (card as CardAnswer)(response);
        return;
      }
      response.writeHead(card === undefined ? 404 : 200, { "Content-Type": "application/json" });
      response.end(typeof card === "string" ? card : JSON.stringify(card ?? {}));
      return;
    }
    if (path !== rpcPath) {
      response.writeHead(404).end();
      return;
    }
    let text = "";
    request.on("data", (chunk: Buffer) => (text += chunk.toString()));
    request.on("end", () => {
      const { id, method, params } = JSON.parse(text) as Omit<AgentCall, "headers">;
      const call = { id, method, params, headers: request.headers };
      if (method === "ListTasks" && isByState(params)) {
        answerRunning(options.running, call, toAnswering(call, response));
        return;
      }
      calls.push(call);
      void answer(call, toAnswering(call, response));
    });
  });
  server.listen(options.port ?? 0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const stop = (): Promise<void> => stopServer(server);
  onTestFinished(stop);
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    calls,
    callsOf: (method) => calls.filter((call) => call.method === method),
    stop,
  };
}

/** A proxy asks so when it has come: no caller does here. */
function isByState({ status }: Record<string, unknown>): boolean {
  return status !== undefined && status !== "TASK_STATE_UNSPECIFIED";
}

/** Page by page. */
function answerRunning(
  running: readonly object[] | undefined,
  { params: { pageSize, pageToken } }: AgentCall,
  { error, result }: Answering,
): void {
  if (running === undefined) {
    error(-32601, "Method not found");
    return;
  }
  const begin = Number(pageToken ?? 0);
  const end = begin + Number(pageSize);
  const nextPageToken = end < running.length ? String(end) : "";
  const tasks = running.slice(begin, end);
  result({ tasks, nextPageToken, pageSize, totalSize: running.length });
}

function toAnswering({ id }: AgentCall, response: ServerResponse): Answering {
  const send = (member: object): void => {
    response.setHeader("Content-Type", "application/json");
    response.end(JSON.stringify({ jsonrpc: "2.0", id, ...member }));
  };
  return {
    response,
    result: (result) => {
      send({ result });
    },
    error: (code, message) => {
      send({ error: { code, message } });
    },
    event: (result) => {
      if (!response.headersSent) {
        response.writeHead(200, { "Content-Type": "text/event-stream" });
      }
      response.write(`data: ${JSON.stringify({ jsonrpc: "2.0", id, result })}\n\n`);
    },
    end: () => {
      response.end();
    },
    cut: () => {
      response.socket?.destroy();
    },
  };
}

async function stopServer(server: Server): Promise<void> {
  if (server.listening) {
    server.close();
    server.closeAllConnections();
    await once(server, "close");
  }
}

/** A task of a played agent. */
export function toTask(id: string, state: string, members: object = {}): object {
  return {
    id,
    contextId: `context of ${id}`,
    status: { state: `TASK_STATE_${state}`, timestamp: "2026-01-02T03:04:05.678Z" },
    ...members,
  };
}

/** An event of its stream that tells a state. */
export function toStatus(taskId: string, state: string): object {
  return {
    statusUpdate: {
      taskId,
      contextId: `context of ${taskId}`,
      status: { state: `TASK_STATE_${state}`, timestamp: "2026-01-02T03:04:05.678Z" },
    },
  };
}
