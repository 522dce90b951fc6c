import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Express } from "express";
import { describe, expect, it, onTestFinished } from "vitest";
import { createApp } from "../../../examples/agents/plain-typescript/app.ts";
import { countWords } from "../../../examples/agents/plain-typescript/word-counter.ts";
import { readExample } from "./running-agents.ts";

interface WireTask {
  id: string;
  status: { state: string };
  artifacts?: { parts: { text: string }[] }[];
}

/** Serves the agent on a free port until the test is over, and returns its URL. */
async function startAgent(): Promise<string> {
  const agent: { app?: Express } = {};
  const server = createServer((request, response) => {
    agent.app?.(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  // The card names the port: so there is one before there is an agent.
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  agent.app = createApp(url);
  return url;
}

async function post(url: string, body: unknown): Promise<Response> {
  const headers = { "A2A-Version": "1.0", "Content-Type": "application/json" };
  return await fetch(url, { method: "POST", headers, body: JSON.stringify(body) });
}

async function call(url: string, method: string, params: unknown): Promise<unknown> {
  const response = await post(`${url}/a2a/jsonrpc`, { jsonrpc: "2.0", id: 1, method, params });
  return ((await response.json()) as { result: unknown }).result;
}

function toParams(text: string, configuration = {}): Record<string, unknown> {
  const message = { messageId: crypto.randomUUID(), role: "ROLE_USER", parts: [{ text }] };
  return { message, configuration };
}

/** The texts of the artifact, piece by piece. */
function readPieces({ artifacts = [] }: WireTask): string[] {
  return artifacts.flatMap(({ parts }) => parts.map(({ text }) => text));
}

describe("the agent plain-typescript", () => {
  it("finds the first of the longest words, in any script", () => {
    expect(countWords("Größe zählt, Πλάτων")).toBe(
      '"Größe zählt, Πλάτων" has 3 words; the longest is "Πλάτων".',
    );
    expect(countWords("four more")).toBe('"four more" has 2 words; the longest is "four".');
    expect(countWords("!")).toBe('"!" has 0 words; the longest is "".');
  });

  it("has a card that names both of its interfaces where they are", async () => {
    const url = await startAgent();
    const card = (await (await fetch(`${url}/.well-known/agent-card.json`)).json()) as object;
    expect(card).toMatchObject({
      name: "plain-typescript",
      supportedInterfaces: [
        { url: `${url}/a2a/jsonrpc`, protocolBinding: "JSONRPC", protocolVersion: "1.0" },
        { url: `${url}/a2a/rest`, protocolBinding: "HTTP+JSON", protocolVersion: "1.0" },
      ],
    });
  });

  it("answers a message with its words, over JSON-RPC and over HTTP+JSON", async () => {
    const url = await startAgent();
    const expected = ['"one three two" has 3 words; the longest is "three".'];
    const sent = (await call(url, "SendMessage", toParams("one three two"))) as { task: WireTask };
    expect(sent.task.status.state).toBe("TASK_STATE_COMPLETED");
    expect(readPieces(sent.task)).toEqual(expected);
    const response = await post(`${url}/a2a/rest/message:send`, toParams("one three two"));
    expect(readPieces(((await response.json()) as { task: WireTask }).task)).toEqual(expected);
  });

  it("counts the seconds of a wait as pieces of its answer", async () => {
    const url = await startAgent();
    const { task } = (await call(url, "SendMessage", toParams("wait 1.05"))) as { task: WireTask };
    expect(readPieces(task)).toEqual([
      "1... ",
      "2... ",
      '"wait 1.05" has 3 words; the longest is "wait".',
    ]);
  });

  it("streams each piece on its own", async () => {
    const url = await startAgent();
    const params = toParams("wait 0.05");
    const body = { jsonrpc: "2.0", id: 1, method: "SendStreamingMessage", params };
    const text = await (await post(`${url}/a2a/jsonrpc`, body)).text();
    const events = text
      .split("\n")
      .filter((line) => line.startsWith("data:"))
      .map((line) => (JSON.parse(line.slice("data:".length)) as { result: object }).result);
    expect(events).toMatchObject([
      { task: { status: { state: "TASK_STATE_WORKING" } } },
      { artifactUpdate: { artifact: { parts: [{ text: "1... " }] } } },
      {
        artifactUpdate: {
          append: true,
          artifact: { parts: [{ text: expect.stringContaining("wait 0.05") as string }] },
        },
      },
      { statusUpdate: { status: { state: "TASK_STATE_COMPLETED" } } },
    ]);
  });

  it("ends a task at once when it is cancelled, and says nothing more in it", async () => {
    const url = await startAgent();
    const params = toParams("wait 3600", { returnImmediately: true });
    const { task } = (await call(url, "SendMessage", params)) as { task: WireTask };
    expect(task.status.state).toBe("TASK_STATE_WORKING");
    await call(url, "CancelTask", { id: task.id });
    const left = (await call(url, "GetTask", { id: task.id })) as WireTask;
    expect(left.status.state).toBe("TASK_STATE_CANCELED");
    expect(readPieces(left)).toEqual([]);
  });

  it("has a README whose curl lines complete a task", async () => {
    const url = await startAgent();
    const lines = readExample("plain-typescript/README.md").toString().split("\n");
    const asked = lines.filter((line) => line.startsWith("curl http://localhost:8000/"));
    expect(asked).toHaveLength(2);
    for (const line of asked) {
      const [, path = "", body = ""] = /:8000(\S+) .* -d '(.*)'$/.exec(line) ?? [];
      const response = await post(`${url}${path}`, JSON.parse(body));
      expect(await response.text(), path).toContain('"state":"TASK_STATE_COMPLETED"');
    }
  });
});
