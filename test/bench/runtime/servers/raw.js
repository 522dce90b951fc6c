// The least that can answer: the most that this Node gives on this machine.
import { createServer } from "node:http";

const { BENCH_CARD_DOCUMENT, BENCH_PORT } = process.env;

const card = Buffer.from(BENCH_CARD_DOCUMENT);

function answer(response, body) {
  response.writeHead(200, { "Content-Type": "application/json", "Content-Length": body.length });
  response.end(body);
}

createServer((request, response) => {
  if (request.method === "GET") {
    answer(response, card);
    return;
  }
  const chunks = [];
  request.on("data", (chunk) => chunks.push(chunk));
  request.on("end", () => {
    const { id, params } = JSON.parse(Buffer.concat(chunks).toString());
    const task = {
      id: crypto.randomUUID(),
      contextId: crypto.randomUUID(),
      status: { state: "TASK_STATE_COMPLETED", timestamp: new Date().toISOString() },
      history: [params.message],
    };
    answer(response, Buffer.from(JSON.stringify({ jsonrpc: "2.0", id, result: { task } })));
  });
}).listen(Number(BENCH_PORT), "127.0.0.1");
