import { AgentCard } from "@a2a-js/sdk";
import { AgentEvent, DefaultRequestHandler, InMemoryTaskStore } from "@a2a-js/sdk/server";
import { agentCardHandler, jsonRpcHandler, UserBuilder } from "@a2a-js/sdk/server/express";
import express from "express";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { createCardDocument } from "../card-document.ts";
import { createFolder } from "../process/runtime-process.ts";
import { findAll, serveAgent } from "./examined.ts";

describe("the doctor", () => {
  it("finds nothing wrong with an agent of ours, and starts no task", async () => {
    let calls = 0;
    const { metricsPort, adminPort, port } = await serveAgent(
      () => {
        calls += 1;
      },
      { maxConcurrentTasks: 4 },
    );
    const found = await findAll(`http://127.0.0.1:${port}`, {
      adminUrl: `http://127.0.0.1:${adminPort}`,
      metricsUrl: `http://127.0.0.1:${metricsPort}/metrics`,
    });
    const levels = Object.entries(found).map(([title, findings]) => [
      title,
      [...new Set(findings.map(({ level }) => level))],
    ]);
    expect(levels).toEqual([
      ["Card", ["ok"]],
      ["Card, kept", ["ok"]],
      ["Addresses", ["ok"]],
      ["Errors", ["ok"]],
      ["Errors, HTTP+JSON", ["ok"]],
      ["Capabilities", ["ok"]],
      ["Bodies", ["ok"]],
      ["Probes", ["ok"]],
      ["Metrics", ["ok"]],
      ["Drain", ["skipped"]],
    ]);
    expect(calls).toBe(0);
    const metrics = await fetch(`http://127.0.0.1:${metricsPort}/metrics`);
    expect(await metrics.text()).not.toMatch(/^a2a_tasks_total\{.*\} [^0]/m);
  });

  it("looks at an agent whose callers must show who they are as far as it may", async () => {
    const keyFile = join(createFolder(), "key");
    const key = "0123456789abcdef0123456789abcdef";
    writeFileSync(keyFile, key);
    const { port } = await serveAgent(() => undefined, {
      auth: { apiKeys: [{ name: "desk", file: keyFile }] },
    });
    const url = `http://127.0.0.1:${port}`;
    const found = await findAll(url);
    expect(found["Errors"]).toEqual([
      {
        level: "ok",
        what: "Callers must show who they are. What is behind that is looked at with --header.",
      },
    ]);
    const callable = ["Card", "Card, kept", "Addresses", "Errors", "Capabilities", "Bodies"];
    expect(callable.flatMap((title) => found[title]?.map(({ level }) => level))).toEqual(
      callable.flatMap((title) => found[title]?.map(() => "ok")),
    );
    const known = await findAll(url, { headers: { "X-API-Key": key } });
    expect(known["Errors"]).toMatchObject(Array.from({ length: 4 }, () => ({ level: "ok" })));
    expect(known["Errors, HTTP+JSON"]).toEqual([
      { level: "ok", what: "A task that does not exist gets status 404 and TASK_NOT_FOUND." },
    ]);
  });

  it("reads an agent of another make, and starts no task there", async () => {
    let calls = 0;
    const app = express();
    const server = app.listen(0, "127.0.0.1");
    await once(server, "listening");
    onTestFinished(() => {
      server.close();
    });
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const card = AgentCard.fromJSON({
      ...createCardDocument(),
      supportedInterfaces: [{ url, protocolBinding: "JSONRPC", protocolVersion: "1.0" }],
    });
    const requestHandler = new DefaultRequestHandler(card, new InMemoryTaskStore(), {
      execute: (context, bus) => {
        calls += 1;
        bus.publish(AgentEvent.task(context.task as never));
        return Promise.resolve();
      },
      cancelTask: () => Promise.resolve(),
    });
    app.use(
      "/.well-known/agent-card.json",
      agentCardHandler({ agentCardProvider: requestHandler }),
    );
    app.use("/", jsonRpcHandler({ requestHandler, userBuilder: UserBuilder.noAuthentication }));
    const found = await findAll(url);
    const bad = Object.values(found)
      .flat()
      .filter(({ level }) => level === "problem" || level === "warning");
    expect(bad.map(({ what }) => what)).toEqual([
      "The card has an ETag, and whoever sends it back gets status 200 instead of 304.",
      "A body of 1 MiB is refused, and not with a JSON-RPC error: files in messages have no room.",
      expect.stringContaining("There are no probes at "),
      expect.stringContaining("There are no metrics at "),
    ]);
    expect(calls).toBe(0);
  });
});
