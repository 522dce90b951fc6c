// The least that a proxy in Node does which looks at what passes: it reads all JSON and writes it anew.
import { Agent, createServer, request as sendRequest } from "node:http";

const { BENCH_PORT, BENCH_UPSTREAM_PORT } = process.env;

const agent = new Agent({ keepAlive: true });

const EVENT_STREAM = "text/event-stream";
const DATA = "data: ";

const rewrite = (text) => JSON.stringify(JSON.parse(text));

const rewriteEvent = (event) =>
  event
    .split("\n")
    .map((line) => (line.startsWith(DATA) ? `${DATA}${rewrite(line.slice(DATA.length))}` : line))
    .join("\n");

function readText(stream, onText) {
  const chunks = [];
  stream.on("data", (chunk) => chunks.push(chunk));
  stream.on("end", () => {
    onText(Buffer.concat(chunks).toString());
  });
}

function passEvents(incoming, response) {
  response.writeHead(incoming.statusCode, { "Content-Type": EVENT_STREAM });
  let rest = "";
  incoming.setEncoding("utf8").on("data", (chunk) => {
    const events = (rest + chunk).split("\n\n");
    rest = events.pop();
    for (const event of events) {
      response.write(`${rewriteEvent(event)}\n\n`);
    }
  });
  incoming.on("end", () => response.end());
}

function passAnswer(incoming, response) {
  readText(incoming, (text) => {
    const body = Buffer.from(rewrite(text));
    response.writeHead(incoming.statusCode, {
      "Content-Type": incoming.headers["content-type"],
      "Content-Length": body.length,
    });
    response.end(body);
  });
}

function pass({ headers, method, url }, body, response) {
  const outgoing = sendRequest({
    agent,
    host: "127.0.0.1",
    port: Number(BENCH_UPSTREAM_PORT),
    method,
    path: url,
    headers: {
      ...(body === undefined
        ? {}
        : { "Content-Type": headers["content-type"], "Content-Length": body.length }),
      ...("a2a-version" in headers ? { "A2A-Version": headers["a2a-version"] } : {}),
    },
  });
  outgoing.once("response", (incoming) => {
    const passOn = incoming.headers["content-type"] === EVENT_STREAM ? passEvents : passAnswer;
    passOn(incoming, response);
    incoming.once("error", () => response.destroy());
  });
  outgoing.once("error", () => response.destroy());
  response.once("close", () => {
    if (!response.writableFinished) {
      outgoing.destroy();
    }
  });
  outgoing.end(body);
}

createServer((request, response) => {
  if (request.method === "GET") {
    pass(request, undefined, response);
  } else {
    readText(request, (text) => {
      pass(request, Buffer.from(rewrite(text)), response);
    });
  }
}).listen(Number(BENCH_PORT), "127.0.0.1");
