import { once } from "node:events";
import {
  createServer as createHttpServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from "node:http";
import { connect, type Socket } from "node:net";
import { Worker } from "node:worker_threads";
import { onTestFinished } from "vitest";

/** A call that a sibling of a test got. */
export interface SeenCall {
  method: string;
  params: Record<string, unknown>;
  headers: IncomingHttpHeaders;
}

/** A sibling that answers as a test says. */
export interface PlayedSibling {
  readonly calls: SeenCall[];
  /** How many connections are open. */
  readonly connections: number;
}

/** Answers calls as a test says, until the test is over. */
export async function playSibling(
  address: string,
  port: number,
  answer: (response: ServerResponse, call: SeenCall) => void,
): Promise<PlayedSibling> {
  const calls: SeenCall[] = [];
  const sockets = await playServer(address, port, (request, response, text) => {
    const { method, params } = JSON.parse(text) as Omit<SeenCall, "headers">;
    const call = { method, params, headers: request.headers };
    calls.push(call);
    answer(response, call);
  });
  return {
    calls,
    get connections() {
      return sockets.size;
    },
  };
}

/** Takes requests until the test is over. Resolves to the connections that are open. */
async function playServer(
  address: string,
  port: number,
  answer: (request: IncomingMessage, response: ServerResponse, text: string) => void,
): Promise<ReadonlySet<Socket>> {
  const sockets = new Set<Socket>();
  const server = createHttpServer((request, response) => {
    let text = "";
    request.on("data", (chunk: Buffer) => (text += chunk.toString()));
    request.on("end", () => {
      answer(request, response, text);
    });
  });
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  server.listen(port, address);
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return sockets;
}

/** A server that keeps what it is sent. */
export interface PlayedReceiver {
  /** What it was sent. */
  readonly bodies: string[];
}

/** Takes whatever it is sent, until the test is over. */
export async function playWebhook(address: string, port: number): Promise<PlayedReceiver> {
  return await playReceiver(address, port, (response) => {
    response.end();
  });
}

/** Takes tasks, or answers as a test says, until the test is over. */
export async function playReceiver(
  address: string,
  port: number,
  answer: (response: ServerResponse, text: string) => void = endWithAllTaken,
): Promise<PlayedReceiver> {
  const bodies: string[] = [];
  await playServer(address, port, (request, response, text) => {
    bodies.push(text);
    answer(response, text);
  });
  return { bodies };
}

function endWithAllTaken(response: ServerResponse, text: string): void {
  const { tasks } = JSON.parse(text) as { tasks: { task: { id: string } }[] };
  response.end(JSON.stringify({ taken: tasks.map(({ task }) => task.id) }));
}

/** Ends an answer with a result of JSON-RPC. */
export function endWithResult(response: ServerResponse, result: unknown): void {
  response.setHeader("Content-Type", "application/json");
  response.end(JSON.stringify({ jsonrpc: "2.0", id: 1, result }));
}

/** Ends an answer with an error of JSON-RPC. */
export function endWithError(response: ServerResponse, code: number, reason: string): void {
  const info = { "@type": "type.googleapis.com/google.rpc.ErrorInfo", reason, domain: "test" };
  const error = { code, message: reason, data: [info] };
  response.setHeader("Content-Type", "application/json");
  response.end(JSON.stringify({ jsonrpc: "2.0", id: 1, error }));
}

/** Ends an answer as a replica does that does not know the task. */
export function endWithNotFound(response: ServerResponse): void {
  endWithError(response, -32001, "TASK_NOT_FOUND");
}

/** Writes an event of a stream. */
export function writeEvent(response: ServerResponse, result: unknown): void {
  if (!response.headersSent) {
    response.writeHead(200, { "Content-Type": "text/event-stream" });
  }
  response.write(`data: ${JSON.stringify({ jsonrpc: "2.0", id: 1, result })}\n\n`);
}

/** Listens so that no connection comes about, until the test is over: as a node that is gone. */
export async function playBlackHole(address: string, port: number): Promise<void> {
  // Its thread takes no connection out of the queue of the kernel, which then drops all others.
  const worker = new Worker(
    `const { parentPort, workerData } = require("node:worker_threads");
     require("node:net").createServer().listen({ ...workerData, backlog: 1 }, () => {
       parentPort.postMessage("listening");
       Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 60_000);
     });`,
    { eval: true, workerData: { host: address, port } },
  );
  await once(worker, "message");
  const waiting = [connect(port, address), connect(port, address)];
  onTestFinished(async () => {
    for (const socket of waiting) {
      socket.destroy();
    }
    await worker.terminate();
  });
  await Promise.all(waiting.map((socket) => once(socket, "connect")));
}
