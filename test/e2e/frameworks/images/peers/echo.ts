// The A2A server of some framework: it tells the headers that a message came with, and which pod it is. After
// `wait 5` it does so 5 s later.
import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import { json } from "node:stream/consumers";
import { setTimeout as delay } from "node:timers/promises";

const PORT = 8000;

const CARD = {
  name: "echo",
  description: "Tells what it was sent",
  version: "1.0.0",
  supportedInterfaces: [
    { url: `http://127.0.0.1:${PORT}/`, protocolBinding: "JSONRPC", protocolVersion: "1.0" },
  ],
  capabilities: { streaming: false },
  defaultInputModes: ["text/plain"],
  defaultOutputModes: ["text/plain"],
  skills: [],
};

interface Call {
  id: unknown;
  params: { message?: { parts: { text?: string }[] } };
}

async function answer(request: IncomingMessage): Promise<object> {
  if (request.method === "GET") {
    return CARD;
  }
  const { id, params } = (await json(request)) as Call;
  const [, seconds = "0"] = /^wait (\d+)$/.exec(params.message?.parts[0]?.text ?? "") ?? [];
  await delay(Number(seconds) * 1000);
  const text = JSON.stringify({ pod: process.env["POD_NAME"], headers: request.headers });
  const message = {
    messageId: randomUUID(),
    contextId: randomUUID(),
    role: "ROLE_AGENT",
    parts: [{ text }],
  };
  return { jsonrpc: "2.0", id, result: { message } };
}

createServer((request, response) => {
  void answer(request).then((body) => {
    response.writeHead(200, { "Content-Type": "application/json" }).end(JSON.stringify(body));
  });
}).listen(PORT, "127.0.0.1");
