import type { ServerResponse } from "node:http";
import { describe, expect, it } from "vitest";
import { DRAIN_RETRY_DELAYS_MS } from "../../../agent-runtime/src/peers/retry-delays.ts";
import { DEFAULT_READINESS_PROBE } from "../../../sdk/src/agent/defaults.ts";
import { createManualClock } from "../manual-clock.ts";
import { catchFailure, createClient, createNotingClock, go, runThrough, work } from "./calls.ts";
import { serve } from "./local-servers.ts";
import { endWithTask, serveAgentRaw, serveRaw } from "./raw-servers.ts";

describe("a peer that goes away", () => {
  const draining = {
    code: -32603,
    message: "The agent is going away.",
    data: [{ "@type": "type.googleapis.com/google.rpc.ErrorInfo", reason: "AGENT_DRAINING" }],
  };

  it.each([1, 13])(
    "is asked again, since another replica takes the message, also when %d replicas refuse it",
    async (refusals) => {
      let calls = 0;
      const url = await serveAgentRaw((response, { id }) => {
        calls += 1;
        if (calls <= refusals) {
          response.writeHead(503).end(JSON.stringify({ jsonrpc: "2.0", id, error: draining }));
        } else {
          endWithTask(response, id);
        }
      });
      const clock = createManualClock();
      const { client, outcomes } = createClient(url, { clock });
      expect((await runThrough(clock, client.ask(go))).state).toBe("COMPLETED");
      expect([calls, outcomes]).toEqual([refusals + 1, ["ok"]]);
    },
  );

  it("is asked again several times at once, and then less and less often", async () => {
    const { clock, delaysMs } = createNotingClock();
    let calls = 0;
    const url = await serveAgentRaw((response, { id }) => {
      calls += 1;
      response.writeHead(503).end(JSON.stringify({ jsonrpc: "2.0", id, error: draining }));
    });
    const { client, outcomes } = createClient(url, { clock });
    expect(await runThrough(clock, catchFailure(client.ask(go)))).toEqual([
      "refused",
      `Peer peer (${url}) refuses the message: The agent is going away.`,
    ]);
    expect(delaysMs).toEqual([0, 0, 0, 0, 0, 50, 100, 200, 400, 800, 1600, 3200, 6400]);
    expect([calls, outcomes]).toEqual([14, ["refused"]]);
  });

  it("is asked for longer than the probe takes by which its Service learns of it", () => {
    const { failureThreshold, periodSeconds } = DEFAULT_READINESS_PROBE;
    const patienceMs = DRAIN_RETRY_DELAYS_MS.reduce((sum, delayMs) => sum + delayMs, 0);
    expect(patienceMs).toBeGreaterThan(failureThreshold * periodSeconds * 1000);
  });

  it("is told apart from one that ends an answer", async () => {
    const url = await serveAgentRaw((response, { id }) => {
      const task = { id: "t", contextId: "c", status: { state: "TASK_STATE_WORKING" } };
      response.writeHead(200, { "Content-Type": "text/event-stream" });
      response.end(`data: ${JSON.stringify({ jsonrpc: "2.0", id, result: { task } })}\n\n`);
    });
    const { client, outcomes } = createClient(url);
    expect(await catchFailure(client.ask(go))).toEqual([
      "broken",
      `Peer peer (${url}) broke off: its stream ended before the task did.`,
    ]);
    expect(outcomes).toEqual(["broken"]);
  });

  it("breaks off when its connection does", async () => {
    const url = await serveAgentRaw((response, { id }) => {
      const task = { id: "t", contextId: "c", status: { state: "TASK_STATE_WORKING" } };
      response.writeHead(200, { "Content-Type": "text/event-stream" });
      response.write(`data: ${JSON.stringify({ jsonrpc: "2.0", id, result: { task } })}\n\n`, () =>
        response.destroy(),
      );
    });
    const [failure, message] = await catchFailure(createClient(url).client.ask(go));
    expect(failure).toBe("broken");
    expect(message).toMatch(/^Peer peer \(.*\) broke off: /);
  });
});

describe("a peer that is of no use", () => {
  it("has no card", async () => {
    const url = await serveRaw((_, response) => response.writeHead(404).end());
    expect(await catchFailure(createClient(url).client.ask(go))).toEqual([
      "unreachable",
      `Peer peer (${url}) has no card: ${url}/.well-known/agent-card.json answers 404.`,
    ]);
  });

  it.each([
    ["is a page", "<html>", /has a card that is of no use: .*JSON/],
    [
      "is one of A2A 0.3",
      '{"name":"Old","url":"http://old:8000"}',
      /has a card that is of no use: 'supportedInterfaces' must be given\.$/,
    ],
    [
      "leads to a binding that we do not speak",
      '{"name":"G","supportedInterfaces":[{"url":"http://g","protocolBinding":"GRPC","protocolVersion":"1.0"}]}',
      /has a card that is of no use: No compatible transport found/,
    ],
  ])("has a card that %s", async (_, card, message) => {
    const url = await serveRaw((__, response) => response.end(card));
    expect(await catchFailure(createClient(url).client.ask(go))).toEqual([
      "broken",
      expect.stringMatching(message),
    ]);
  });

  it("has a card without an end, which is not read any further", async () => {
    const closed = Promise.withResolvers<undefined>();
    const url = await serveRaw((_, response) => {
      const send = (): void => {
        if (!response.closed) {
          response.write("x".repeat(65_536), send);
        }
      };
      response.once("close", closed.resolve);
      send();
    });
    expect(await catchFailure(createClient(url).client.ask(go))).toEqual([
      "broken",
      `Peer peer (${url}) has a card that is of no use: it has more than 1048576 bytes.`,
    ]);
    await closed.promise;
  });

  it("refuses the message, and its words are told", async () => {
    const { client, outcomes } = createClient(await serve(work));
    const [failure, message] = await catchFailure(client.ask({ ...go, taskId: "t1" }));
    expect([failure, message]).toEqual([
      "refused",
      expect.stringMatching(/ refuses the message: Task t1 is not known here\.$/),
    ]);
    expect(outcomes).toEqual(["refused"]);
  });

  it("has an error that is no answer at all", async () => {
    const url = await serveAgentRaw((response) => response.writeHead(502).end("Bad Gateway"));
    const [failure, message] = await catchFailure(createClient(url).client.ask(go));
    expect([failure, message]).toEqual(["broken", expect.stringContaining("502")]);
  });

  it.each([
    ["refused", 405],
    ["broken", 500],
    ["refused", 503],
    ["broken", 504],
    ["broken", 200],
  ])("is %s when it answers %d with a page, whose words are not told", async (failure, status) => {
    const answer = (response: ServerResponse): unknown =>
      response.writeHead(status).end("<html>Internal Server Error</html>");
    const url = await serveAgentRaw(answer, { streaming: false });
    const { client, outcomes } = createClient(url);
    expect(await catchFailure(client.ask(go))).toEqual([
      failure,
      `Peer peer (${url}) answers ${status}, and no JSON.`,
    ]);
    expect(outcomes).toEqual([failure]);
  });

  it.each<[string, (response: ServerResponse, id: unknown) => void]>([
    [
      "no JSON",
      (response) => {
        response.writeHead(200, { "Content-Type": "text/event-stream" }).end("data: {\n\n");
      },
    ],
    ["no stream", (response) => response.end("[]")],
    [
      "a stream of nothing",
      (response, id) => {
        const text = JSON.stringify({ jsonrpc: "2.0", id, result: null });
        response.writeHead(200, { "Content-Type": "text/event-stream" }).end(`data: ${text}\n\n`);
      },
    ],
    [
      "an answer that is cut off",
      (response) => {
        response.writeHead(200, { "Content-Length": "100" }).write("{", () => response.destroy());
      },
    ],
    ["no answer", (response) => response.destroy()],
    ["a status that is none", (response) => response.writeHead(999).end()],
  ])("answers with %s, which is no word of A2A and no lack of a connection", async (_, answer) => {
    const url = await serveAgentRaw((response, { id }) => {
      answer(response, id);
    });
    const { client, outcomes } = createClient(url);
    expect(await catchFailure(client.ask(go))).toEqual([
      "broken",
      expect.stringContaining(`Peer peer (${url}) `),
    ]);
    expect(outcomes).toEqual(["broken"]);
  });

  it("refuses the message on its stream", async () => {
    const url = await serveAgentRaw((response, { id }) => {
      const error = { code: -32004, message: "Not here." };
      response.writeHead(200, { "Content-Type": "text/event-stream" });
      response.end(`data: ${JSON.stringify({ jsonrpc: "2.0", id, error })}\n\n`);
    });
    expect(await catchFailure(createClient(url).client.ask(go))).toEqual([
      "refused",
      `Peer peer (${url}) refuses the message: Not here.`,
    ]);
  });

  it("has its words cut short, and put in one line", async () => {
    const page = `<html>\n\n${"x".repeat(100_000)}`;
    const url = await serveAgentRaw((response) => response.writeHead(502).end(page));
    const [failure, message] = await catchFailure(createClient(url).client.ask(go));
    expect(failure).toBe("broken");
    expect(message).toMatch(/ 502 .*<html> x+\.\.\.$/);
    expect(message.length).toBeLessThan(400);
  });

  it("is not called with a message that cannot be sent", async () => {
    const { client } = createClient("http://127.0.0.1:1");
    await expect(client.ask({ parts: [] })).rejects.toThrow(
      new TypeError("'parts' must have at least one entry."),
    );
  });
});
