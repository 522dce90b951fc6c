import { describe, expect, it } from "vitest";
import { smallestCard } from "../../contract/card-fixtures.ts";
import { createManualClock } from "../manual-clock.ts";
import { createClient, go } from "./calls.ts";
import { endWithTask, serveAgentRaw, serveRaw } from "./raw-servers.ts";

// A Service of Kubernetes chooses a replica for each connection, and a connection stays with its replica.

/** A request, and the connection that it came on. */
interface SeenRequest {
  what: string;
  connection: number;
}

/** A peer that does not stream: a message is asked about once, and is done then. */
async function serveSteps(): Promise<{ url: string; seen: SeenRequest[]; peak: () => number }> {
  const seen: SeenRequest[] = [];
  // Ports are used again.
  const connections = new Map<object, number>();
  let open = 0;
  let peak = 0;
  const url = await serveRaw((request, response, own) => {
    const connection = connections.get(request.socket) ?? connections.size;
    connections.set(request.socket, connection);
    if (request.method === "GET") {
      seen.push({ what: "card", connection });
      const supportedInterfaces = [
        { url: own, protocolBinding: "JSONRPC", protocolVersion: "1.0" },
      ];
      response.end(JSON.stringify({ ...smallestCard, supportedInterfaces, capabilities: {} }));
      return;
    }
    open += 1;
    peak = Math.max(peak, open);
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      const { id, method } = JSON.parse(body) as { id: number; method: string };
      seen.push({ what: method, connection });
      const isDone = method === "GetTask";
      const state = isDone ? "TASK_STATE_COMPLETED" : "TASK_STATE_WORKING";
      const task = { id: "t", contextId: "c", status: { state } };
      setImmediate(() => {
        open -= 1;
        response.end(JSON.stringify({ jsonrpc: "2.0", id, result: isDone ? task : { task } }));
      });
    });
  });
  return { url, seen, peak: () => peak };
}

/** A clock on which nobody waits. */
function createHastyClock(): ReturnType<typeof createManualClock> {
  const clock = createManualClock();
  return {
    ...clock,
    startTimer: (_, callback) => {
      const immediate = setImmediate(callback);
      return () => {
        clearImmediate(immediate);
      };
    },
  };
}

function find(seen: readonly SeenRequest[], what: string): number[] {
  return seen.filter((request) => request.what === what).map(({ connection }) => connection);
}

describe("each message to a peer", () => {
  it("goes out on a connection of its own, so that a replica that has come lately gets its share", async () => {
    const { seen, url } = await serveSteps();
    const { client } = createClient(url, { clock: createHastyClock() });
    for (let count = 0; count < 20; count += 1) {
      await client.ask(go);
    }
    const sent = find(seen, "SendMessage");
    expect(sent).toHaveLength(20);
    expect(new Set(sent).size).toBe(20);
    // Nor does the card lead to one replica for ever.
    expect(new Set(find(seen, "card")).size).toBe(20);
  });

  it("does so under load", async () => {
    const { peak, seen, url } = await serveSteps();
    const { client } = createClient(url, { clock: createHastyClock() });
    const ask = async (): Promise<void> => {
      for (let count = 0; count < 10; count += 1) {
        await client.ask(go);
      }
    };
    await Promise.all(Array.from({ length: 16 }, ask));
    expect(peak()).toBeGreaterThan(1);
    expect(new Set(find(seen, "SendMessage")).size).toBe(160);
  });

  it("keeps that connection for what it leads to: its task is where the message went", async () => {
    const { seen, url } = await serveSteps();
    const { client } = createClient(url, { clock: createHastyClock() });
    await client.ask(go);
    expect(find(seen, "GetTask")).toEqual(find(seen, "SendMessage"));
  });

  it("goes out on another connection when a replica says no: the next one may take it", async () => {
    const sockets: object[] = [];
    const url = await serveAgentRaw((response, { id }) => {
      sockets.push(response.req.socket);
      if (sockets.length < 3) {
        response.writeHead(503, { "Retry-After": "1" }).end();
        return;
      }
      endWithTask(response, id);
    });
    const { client } = createClient(url, { clock: createHastyClock() });
    expect((await client.ask(go)).state).toBe("COMPLETED");
    expect(new Set(sockets).size).toBe(3);
  });

  it("leaves no connection open", async () => {
    const open = new Set<unknown>();
    const url = await serveRaw(({ method, socket }, response, own) => {
      open.add(socket);
      socket.once("close", () => open.delete(socket));
      const supportedInterfaces = [
        { url: own, protocolBinding: "JSONRPC", protocolVersion: "1.0" },
      ];
      response.end(
        method === "GET" ? JSON.stringify({ ...smallestCard, supportedInterfaces }) : "no",
      );
    });
    await createClient(url)
      .client.ask(go)
      .catch(() => undefined);
    expect(open.size).toBeLessThanOrEqual(1);
    await expect.poll(() => open.size).toBe(0);
  });
});

describe("the card of a peer", () => {
  it("is found where a redirect says, also at another host", async () => {
    const supportedInterfaces = (own: string): object[] => [
      { url: `${own}/a2a`, protocolBinding: "JSONRPC", protocolVersion: "1.0" },
    ];
    const paths: (string | undefined)[] = [];
    const moved = await serveRaw(({ method, url: path }, response, own) => {
      paths.push(path);
      response.statusCode = method === "GET" ? 200 : 418;
      response.end(
        JSON.stringify({ ...smallestCard, supportedInterfaces: supportedInterfaces(own) }),
      );
    });
    const url = await serveRaw((_, response) => {
      response.writeHead(302, { Location: `${moved}/cards/mine.json` }).end("elsewhere");
    });
    await createClient(url)
      .client.ask(go)
      .catch(() => undefined);
    expect(paths).toEqual(["/cards/mine.json", "/a2a"]);
  });

  it("is given up when it leads from place to place", async () => {
    let asked = 0;
    const url = await serveRaw((_, response) => {
      asked += 1;
      response.writeHead(307, { Location: `/${asked}` }).end();
    });
    await expect(createClient(url).client.ask(go)).rejects.toThrow(
      `Peer peer (${url}) has no card: ${url}/.well-known/agent-card.json answers 307.`,
    );
    expect(asked).toBe(4);
  });
});
