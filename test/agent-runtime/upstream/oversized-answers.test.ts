// What an agent answers is read up to a limit: its callers are told, and the connection is closed.
import { once } from "node:events";
import type { ServerResponse } from "node:http";
import { expect, it, vi } from "vitest";
import { readAll } from "../agent-under-test.ts";
import { CURRENT_CARD, LEGACY_CARD, playAgent, toTask } from "../proxy/played-agent.ts";
import { startProxy } from "../proxy/running-proxy.ts";

const MIB = 1024 * 1024;
const MESSAGE = { message: { messageId: "m1", role: "ROLE_USER", parts: [{ text: "hello" }] } };

/** Writes so many bytes as fast as they are read. Resolves to whether they all were. */
async function pour(response: ServerResponse, mebibytes: number): Promise<boolean> {
  const piece = "x".repeat(MIB);
  const closed = once(response, "close");
  for (let written = 0; written < mebibytes && !response.destroyed; written += 1) {
    if (!response.write(piece)) {
      await Promise.race([once(response, "drain"), closed]);
    }
  }
  return !response.destroyed;
}

it("reads no more of an answer than 16 MiB", async () => {
  const isPoured = Promise.withResolvers<boolean>();
  const agent = await playAgent({
    answer: (_, { response }) => {
      response.writeHead(200, { "Content-Type": "application/json" });
      response.write('{"jsonrpc":"2.0","id":1,"result":{"task":{"id":"');
      void pour(response, 80).then(isPoured.resolve);
    },
  });
  const proxy = await startProxy(agent.url);
  const { error } = await proxy.send("hello");
  expect(error).toMatchObject({
    code: -32006,
    message: "The agent answers too much: its answer must have at most 16777216 bytes.",
  });
  expect(await isPoured.promise).toBe(false);
  expect(await proxy.readMetric("a2a_active_tasks")).toBe(0);
});

it("reads nothing of an answer that says itself that it is longer", async () => {
  const isClosed = Promise.withResolvers<true>();
  const agent = await playAgent({
    answer: (_, { response }) => {
      response.once("close", () => {
        isClosed.resolve(true);
      });
      response.writeHead(200, { "Content-Length": String(80 * MIB) });
      response.flushHeaders();
    },
  });
  const proxy = await startProxy(agent.url);
  expect((await proxy.send("hello")).error.message).toContain("at most 16777216 bytes");
  await isClosed.promise;
});

it.each([
  ["16 MiB, of an agent that speaks A2A 1.0", CURRENT_CARD, 16 * MIB],
  // That of the SDK.
  ["4 MiB, of an agent that speaks A2A 0.3", LEGACY_CARD, 4 * MIB],
])("reads no more of an event than %s", async (_, card, maxBytes) => {
  const isPoured = Promise.withResolvers<boolean>();
  const agent = await playAgent({
    cards: { "/.well-known/agent-card.json": card },
    answer: (_call, { response }) => {
      response.writeHead(200, { "Content-Type": "text/event-stream" });
      response.write("data: ");
      void pour(response, 80).then(isPoured.resolve);
    },
  });
  const proxy = await startProxy(agent.url);
  const response = await fetch(proxy.url, {
    method: "POST",
    headers: { "Content-Type": "application/json", "A2A-Version": "1.0" },
    body: JSON.stringify({
      jsonrpc: "2.0",
      id: 1,
      method: "SendStreamingMessage",
      params: MESSAGE,
    }),
  });
  expect(await response.json()).toMatchObject({
    error: {
      code: -32006,
      message: expect.stringContaining(`${maxBytes} bytes`) as string,
    },
  });
  expect(await isPoured.promise).toBe(false);
  expect(await proxy.readMetric("a2a_active_tasks")).toBe(0);
});

it("reads as many events as come", async () => {
  const agent = await playAgent({
    answer: async (_, { end, event, response }) => {
      event({ task: toTask("t1", "WORKING") });
      for (let sent = 0; sent < 5; sent += 1) {
        const artifact = { artifactId: "a", parts: [{ text: "x".repeat(5 * MIB) }] };
        event({ artifactUpdate: { taskId: "t1", contextId: "context of t1", artifact } });
        await once(response, "drain");
      }
      event({ task: toTask("t1", "COMPLETED") });
      end();
    },
  });
  const proxy = await startProxy(agent.url);
  expect(await readAll(proxy.stream("SendStreamingMessage", MESSAGE))).toHaveLength(7);
});

it("reads no more of a card than 1 MiB", async () => {
  const isPoured = Promise.withResolvers<boolean>();
  const agent = await playAgent({
    cards: {
      "/.well-known/agent-card.json": (response: ServerResponse) => {
        void pour(response, 50).then(isPoured.resolve);
      },
    },
    answer: (_, { result }) => {
      result({ task: toTask("t1", "COMPLETED") });
    },
  });
  const proxy = await startProxy(agent.url);
  expect(await isPoured.promise).toBe(false);
  await vi.waitFor(() => {
    expect(proxy.log.lines).toContainEqual(
      expect.objectContaining({
        message: "The agent serves no card that can be read",
        facts: expect.objectContaining({
          reason: expect.stringContaining("must have at most 1048576 bytes") as string,
        }) as object,
      }),
    );
  });
  expect((await proxy.send("hello")).result.task.id).toBe("t1");
});
