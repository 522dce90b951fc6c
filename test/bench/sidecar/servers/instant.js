// An agent that answers at once: what its callers wait for is the way to it.
import { createServer } from "node:http";

const { BENCH_PORT } = process.env;

const card = {
  name: "Instant",
  description: "Answers at once",
  version: "1.0.0",
  supportedInterfaces: [
    {
      url: `http://127.0.0.1:${BENCH_PORT}/`,
      protocolBinding: "JSONRPC",
      protocolVersion: "1.0",
    },
  ],
  capabilities: { streaming: true },
  defaultInputModes: ["text/plain"],
  defaultOutputModes: ["text/plain"],
  skills: [{ id: "answer", name: "Answer", description: "Says that it is done", tags: ["bench"] }],
};

/** What ends each of the streams that wait. */
const held = new Set();

const toStatus = (state) => ({ state, timestamp: new Date().toISOString() });

const toTask = (state, message) => ({
  id: crypto.randomUUID(),
  contextId: crypto.randomUUID(),
  status: toStatus(state),
  history: [message],
});

function answer(response, value) {
  const body = Buffer.from(JSON.stringify(value));
  response.writeHead(200, { "Content-Type": "application/json", "Content-Length": body.length });
  response.end(body);
}

/** The first event comes at once, the last when somebody sends `release`. */
function hold(response, id, message) {
  const send = (result) => {
    response.write(`data: ${JSON.stringify({ jsonrpc: "2.0", id, result })}\n\n`);
  };
  const task = toTask("TASK_STATE_WORKING", message);
  const finish = () => {
    const { contextId, id: taskId } = task;
    send({ statusUpdate: { taskId, contextId, status: toStatus("TASK_STATE_COMPLETED") } });
    response.end();
  };
  response.writeHead(200, { "Content-Type": "text/event-stream", "Cache-Control": "no-cache" });
  send({ task });
  held.add(finish);
  response.once("close", () => held.delete(finish));
}

function operate(response, { id, method, params }) {
  switch (method) {
    case "SendMessage":
      if (params.message.parts[0].text === "release") {
        for (const finish of held) {
          finish();
        }
      }
      answer(response, {
        jsonrpc: "2.0",
        id,
        result: { task: toTask("TASK_STATE_COMPLETED", params.message) },
      });
      break;
    case "SendStreamingMessage":
      hold(response, id, params.message);
      break;
    default:
      answer(response, {
        jsonrpc: "2.0",
        id,
        error: { code: -32601, message: "Method not found" },
      });
  }
}

createServer((request, response) => {
  if (request.method === "GET") {
    answer(response, card);
    return;
  }
  const chunks = [];
  request.on("data", (chunk) => chunks.push(chunk));
  request.on("end", () => {
    operate(response, JSON.parse(Buffer.concat(chunks).toString()));
  });
}).listen(Number(BENCH_PORT), "127.0.0.1");
