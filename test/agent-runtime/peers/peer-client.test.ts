import type { TaskPart } from "@berth/agent-runtime";
import { describe, expect, it } from "vitest";
import { smallestCard } from "../../contract/card-fixtures.ts";
import { readAll } from "../agent-under-test.ts";
import { createHeldExecutor } from "../held-executor.ts";
import { createClient, go, work } from "./calls.ts";
import { serve } from "./local-servers.ts";
import { serveAgentRaw } from "./raw-servers.ts";

describe("a peer that works", () => {
  it("streams its answer as it comes", async () => {
    const { client, outcomes } = createClient(await serve(work));
    const events = await readAll(client.stream(go));
    const ids = {
      taskId: events[0]?.type === "status" ? events[0].taskId : "",
      contextId: events[0]?.contextId,
    };
    const report = { id: expect.any(String) as string };
    expect(events).toEqual([
      { type: "status", ...ids, state: "WORKING", text: "" },
      { type: "status", ...ids, state: "WORKING", text: "on it" },
      {
        type: "artifact",
        ...ids,
        artifact: { ...report, name: "report", description: "All", parts: [{ text: "a" }] },
        append: false,
        last: false,
      },
      {
        type: "artifact",
        ...ids,
        artifact: { id: "data", parts: [{ data: { n: 1 } }] },
        append: false,
        last: false,
      },
      {
        type: "artifact",
        ...ids,
        artifact: { ...report, parts: [{ text: "b" }] },
        append: true,
        last: true,
      },
      { type: "status", ...ids, state: "COMPLETED", text: "done" },
    ]);
    expect(outcomes).toEqual(["ok"]);
  });

  it("is waited for: the answer has its artifacts put together", async () => {
    const { client } = createClient(await serve(work));
    const answer = await client.ask(go);
    expect(answer).toEqual({
      taskId: answer.taskId,
      contextId: answer.contextId,
      state: "COMPLETED",
      text: "done",
      artifacts: [
        {
          id: answer.artifacts[0]?.id,
          name: "report",
          description: "All",
          parts: [{ text: "a" }, { text: "b" }],
        },
        { id: "data", parts: [{ data: { n: 1 } }] },
      ],
    });
  });

  it("gets every kind of part as it was sent, also one larger than a line of a stream may be", async () => {
    let parts: readonly TaskPart[] = [];
    const defaultInputModes = ["text/plain", "application/octet-stream", "application/json"];
    const { client } = createClient(
      await serve(
        (task) => {
          ({ parts } = task.message);
        },
        { card: { ...smallestCard, defaultInputModes } },
      ),
    );
    const sent: TaskPart[] = [
      { text: "x".repeat(5_000_000) },
      { raw: Buffer.from([0, 255]), filename: "a.bin", mediaType: "application/octet-stream" },
      { data: [1, { a: null }] },
      { url: "https://example.com/a.csv" },
    ];
    expect((await client.ask({ parts: sent })).state).toBe("COMPLETED");
    expect(parts).toEqual(sent);
  });

  it("is answered under the task and the context of its question", async () => {
    const { client } = createClient(
      await serve((task) => {
        if (task.history.length === 0) {
          task.askForInput("which?");
        } else {
          task.complete(task.message.text);
        }
      }),
    );
    const { taskId, contextId, state } = await client.ask(go);
    expect(state).toBe("INPUT_REQUIRED");
    expect(await client.ask({ parts: [{ text: "this" }], taskId, contextId })).toMatchObject({
      taskId,
      state: "COMPLETED",
      text: "this",
    });
  });

  it.each(["FAILED", "REJECTED"] as const)("may say %s, which is an answer", async (state) => {
    const { client, outcomes } = createClient(
      await serve((task) => {
        task[state === "FAILED" ? "fail" : "reject"]("no");
      }),
    );
    expect(await client.ask(go)).toMatchObject({ state, text: "no" });
    expect(outcomes).toEqual(["ok"]);
  });

  it("need not stream", async () => {
    const card = { ...smallestCard, capabilities: { streaming: false } };
    const { client } = createClient(await serve(work, { card }));
    expect(await client.ask(go)).toMatchObject({
      state: "COMPLETED",
      text: "done",
      // The record has appended words as one text.
      artifacts: [{ parts: [{ text: "ab" }] }, { id: "data" }],
    });
  });

  it("may answer without a task", async () => {
    const url = await serveAgentRaw((response, { id }) => {
      const message = {
        messageId: "m",
        contextId: "c",
        role: "ROLE_AGENT",
        parts: [{ text: "hi" }],
      };
      response.writeHead(200, { "Content-Type": "text/event-stream" });
      response.end(`data: ${JSON.stringify({ jsonrpc: "2.0", id, result: { message } })}\n\n`);
    });
    expect(await createClient(url).client.ask(go)).toEqual({
      contextId: "c",
      state: "COMPLETED",
      text: "hi",
      artifacts: [{ id: "message", parts: [{ text: "hi" }] }],
    });
  });
});

describe("a peer that leaves its stream open", () => {
  it.each(["COMPLETED", "INPUT_REQUIRED"])(
    "has answered when it says %s, and the connection is closed",
    async (state) => {
      let onClosed = (): void => undefined;
      const closed = new Promise<void>((resolve) => {
        onClosed = resolve;
      });
      const url = await serveAgentRaw((response, { id }) => {
        response.once("close", onClosed);
        const task = { id: "t", contextId: "c", status: { state: `TASK_STATE_${state}` } };
        response.writeHead(200, { "Content-Type": "text/event-stream" });
        response.write(`data: ${JSON.stringify({ jsonrpc: "2.0", id, result: { task } })}\n\n`);
      });
      const { client, outcomes } = createClient(url);
      expect(await client.ask(go)).toEqual({
        taskId: "t",
        contextId: "c",
        state,
        text: "",
        artifacts: [],
      });
      await closed;
      expect(outcomes).toEqual(["ok"]);
    },
  );
});

describe("a caller who gives up", () => {
  it.each([
    ["streams", true],
    ["does not stream", false],
  ])("gets its own reason, and the task of a peer that %s is cancelled", async (_, streaming) => {
    const held = createHeldExecutor();
    const card = { ...smallestCard, capabilities: { streaming } };
    const { client, outcomes } = createClient(await serve(held.execute, { card }));
    const abort = new AbortController();
    const asking = client.ask(go, { signal: abort.signal });
    const { release, task } = await held.next();
    const stopped = new Promise((resolve) => {
      task.signal.addEventListener("abort", resolve);
    });
    const reason = new Error("enough");
    abort.abort(reason);
    await expect(asking).rejects.toBe(reason);
    await stopped;
    release();
    expect(outcomes).toEqual(["aborted"]);
  });

  it("calls nobody when it has given up before", async () => {
    const held = createHeldExecutor();
    const { client, outcomes } = createClient(await serve(held.execute));
    const reason = new Error("enough");
    await expect(client.ask(go, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect([held.calls, outcomes]).toEqual([0, ["aborted"]]);
  });

  it("may just stop listening: the peer goes on", async () => {
    const held = createHeldExecutor();
    const { client, outcomes } = createClient(await serve(held.execute));
    for await (const event of client.stream(go)) {
      expect(event.type).toBe("status");
      break;
    }
    const { release, task } = await held.next();
    expect(task.signal.aborted).toBe(false);
    release();
    expect(outcomes).toEqual(["ok"]);
  });
});

describe("the peers of a task", () => {
  it.each([
    ["without a signal of its own", undefined],
    ["with a signal of its own", new AbortController().signal],
  ])("stop with it, %s: who cancels the task cancels what it asked of peers", async (_, signal) => {
    const held = createHeldExecutor();
    const peers = [{ name: "worker", url: await serve(held.execute) }];
    const { client } = createClient(
      await serve(
        async (task) => {
          await task.peers.get("worker").ask(go, signal === undefined ? {} : { signal });
        },
        { peers },
      ),
    );
    const abort = new AbortController();
    const asking = client.ask(go, { signal: abort.signal });
    asking.catch(() => undefined);
    const { release, task } = await held.next();
    const stopped = new Promise((resolve) => {
      task.signal.addEventListener("abort", resolve);
    });
    abort.abort();
    await stopped;
    release();
  });

  it("are known by their names", async () => {
    const peers = [
      { name: "a", url: "http://a:8000" },
      { name: "b", url: "http://b:8000" },
    ];
    const { client } = createClient(
      await serve(
        (task) => {
          const { name, url } = task.peers.get("b");
          task.addArtifact({ parts: [{ data: [task.peers.names, name, url] }] });
          expect(() => task.peers.get("c")).toThrow(
            "'c' must be a peer of this agent: a, b. Name it in 'peers' of the deployment, or in A2A_PEERS.",
          );
        },
        { peers },
      ),
    );
    expect(await client.ask(go)).toMatchObject({
      state: "COMPLETED",
      artifacts: [{ parts: [{ data: [["a", "b"], "b", "http://b:8000"] }] }],
    });
  });
});
