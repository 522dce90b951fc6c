import type { AgentExecutor } from "@berth/agent-runtime";
import { describe, expect, it } from "vitest";
import { createHeldExecutor } from "../held-executor.ts";
import { type Answer, createBindingsUnderTest, withCapabilities } from "./bindings-under-test.ts";

const message = (text: string, more: object = {}): object => ({
  message: { messageId: crypto.randomUUID(), role: "ROLE_USER", parts: [{ text }], ...more },
});

const echo: AgentExecutor = (task) => {
  task.addArtifact({ id: "echo", parts: [{ text: task.message.text }] });
  task.complete("done");
};

interface WireTask {
  id: string;
  contextId: string;
  status: { state: string };
}

const toTask = ({ json }: Answer): WireTask => (json as { task: WireTask }).task;

describe("the operations over HTTP+JSON (A2A 1.0, section 11.3)", () => {
  it("POST /message:send sends a message, and answers with the media type of A2A (11.1)", async () => {
    const agent = createBindingsUnderTest(echo);
    const answer = await agent.ask("POST /message:send", message("hello"));
    expect(answer).toMatchObject({
      status: 200,
      headers: { "content-type": "application/a2a+json" },
      json: {
        task: {
          status: { state: "TASK_STATE_COMPLETED" },
          artifacts: [{ artifactId: "echo", parts: [{ text: "hello" }] }],
        },
      },
    });
    expect(await agent.readSamples("a2a_requests_total{")).toEqual([
      'a2a_requests_total{method="SendMessage",binding="HTTP+JSON",protocol_version="1.0",outcome="ok"} 1',
    ]);
  });

  it("POST /message:stream streams the events without an envelope (11.7)", async () => {
    const agent = createBindingsUnderTest(echo);
    const { events, headers } = await agent.ask("POST /message:stream", message("hello"));
    expect(headers["content-type"]).toBe("text/event-stream");
    expect(events.map(({ data, name }) => [name, Object.keys(data as object)])).toEqual([
      ["", ["task"]],
      ...events.slice(1, -1).map(() => ["", [expect.stringMatching(/^(status|artifact)Update$/)]]),
      ["", ["statusUpdate"]],
    ]);
    expect(events.at(-1)?.data).toMatchObject({
      statusUpdate: { status: { state: "TASK_STATE_COMPLETED" } },
    });
  });

  it("GET /tasks/{id} reads a task, with as much of its history as the query says", async () => {
    const agent = createBindingsUnderTest(echo);
    const { id } = toTask(await agent.ask("POST /message:send", message("hello")));
    const whole = await agent.ask(`GET /tasks/${id}`);
    expect(whole).toMatchObject({ status: 200, json: { id, history: [{}, {}] } });
    const last = await agent.ask(`GET /tasks/${id}?historyLength=1`);
    expect(last).toMatchObject({ json: { history: [{ parts: [{ text: "done" }] }] } });
    expect((await agent.ask(`GET /tasks/${id}?historyLength=0`)).json).not.toHaveProperty(
      "history",
    );
  });

  it("GET /tasks lists tasks by what the query says (11.5)", async () => {
    const agent = createBindingsUnderTest(echo);
    const first = toTask(await agent.ask("POST /message:send", message("a", { contextId: "c1" })));
    await agent.ask("POST /message:send", message("b", { contextId: "c2" }));
    const query =
      "contextId=c1&status=TASK_STATE_COMPLETED&pageSize=5&historyLength=0&includeArtifacts=true" +
      "&statusTimestampAfter=1970-01-01T00:00:00Z";
    expect((await agent.ask(`GET /tasks?${query}`)).json).toEqual({
      tasks: [
        {
          id: first.id,
          contextId: "c1",
          status: first.status,
          artifacts: [{ artifactId: "echo", parts: [{ text: "a" }] }],
        },
      ],
      nextPageToken: "",
      pageSize: 5,
      totalSize: 1,
    });
  });

  it("GET /tasks gives pages that follow each other", async () => {
    const agent = createBindingsUnderTest(echo);
    for (const text of ["a", "b", "c"]) {
      await agent.ask("POST /message:send", message(text));
    }
    const ids: string[] = [];
    let pageToken = "";
    do {
      const { json } = await agent.ask(`GET /tasks?pageSize=2&pageToken=${pageToken}`);
      const page = json as { tasks: { id: string }[]; nextPageToken: string };
      ids.push(...page.tasks.map(({ id }) => id));
      pageToken = page.nextPageToken;
    } while (pageToken !== "");
    expect(new Set(ids).size).toBe(3);
  });

  it.each(["GET", "POST"])("%s /tasks/{id}:subscribe streams a task", async (method) => {
    const held = createHeldExecutor();
    const agent = createBindingsUnderTest(held.execute);
    const configuration = { returnImmediately: true };
    const { id } = toTask(
      await agent.ask("POST /message:send", { ...message("go"), configuration }),
    );
    const { release, task } = await held.next();
    const subscribing = agent.ask(`${method} /tasks/${id}:subscribe`);
    await expect
      .poll(() => agent.readSamples("a2a_streams_active"))
      .toEqual(["a2a_streams_active 1"]);
    task.complete("done");
    release();
    const { events } = await subscribing;
    expect(events.map(({ data }) => Object.keys(data as object)[0])).toEqual([
      "task",
      "statusUpdate",
    ]);
  });

  it("POST /tasks/{id}:cancel cancels a task, with a body or without", async () => {
    for (const body of [undefined, {}, { metadata: { why: "enough" } }]) {
      const held = createHeldExecutor();
      const agent = createBindingsUnderTest(held.execute);
      const configuration = { returnImmediately: true };
      const { id } = toTask(
        await agent.ask("POST /message:send", { ...message("go"), configuration }),
      );
      const { release } = await held.next();
      expect(await agent.ask(`POST /tasks/${id}:cancel`, body)).toMatchObject({
        status: 200,
        json: { id, status: { state: "TASK_STATE_CANCELED" } },
      });
      release();
    }
  });

  it("keeps, shows, lists and ends configs of push notifications", async () => {
    const held = createHeldExecutor();
    const agent = createBindingsUnderTest(
      held.execute,
      withCapabilities({ pushNotifications: true }),
    );
    const configuration = { returnImmediately: true };
    const { id } = toTask(
      await agent.ask("POST /message:send", { ...message("go"), configuration }),
    );
    const path = `/tasks/${id}/pushNotificationConfigs`;
    const config = { id: "c1", url: "https://hooks.example.com/a", token: "t" };
    const kept = { ...config, taskId: id };
    expect(await agent.ask(`POST ${path}`, { ...config, taskId: "another" })).toMatchObject({
      status: 200,
      json: kept,
    });
    expect((await agent.ask(`GET ${path}/c1`)).json).toEqual(kept);
    expect((await agent.ask(`GET ${path}`)).json).toEqual({ configs: [kept] });
    expect(await agent.ask(`DELETE ${path}/c1`)).toMatchObject({ status: 200, json: {} });
    expect(await agent.ask(`DELETE ${path}/c1`)).toMatchObject({ status: 200, json: {} });
    expect((await agent.ask(`GET ${path}`)).json).toEqual({ configs: [] });
    expect(await agent.ask(`GET ${path}/c1`)).toMatchObject({ status: 404 });
    (await held.next()).release();
  });

  it("GET /extendedAgentCard is the card for those who show who they are, byte for byte", async () => {
    const card = { name: "x", description: "", skills: [], supportedInterfaces: [] };
    const agent = createBindingsUnderTest(echo, {
      ...withCapabilities({ extendedAgentCard: true }),
      getExtendedCard: () => card,
    });
    expect(await agent.ask("GET /extendedAgentCard")).toMatchObject({ status: 200, json: card });
  });
});

describe("the tenant in the path (A2A 1.0, section 5.3)", () => {
  it("is the one whose tasks are meant, in every path", async () => {
    const agent = createBindingsUnderTest(echo);
    const { id } = toTask(await agent.ask("POST /acme/message:send", message("hello")));
    expect(await agent.ask(`GET /acme/tasks/${id}`)).toMatchObject({ status: 200, json: { id } });
    expect((await agent.ask("GET /acme/tasks")).json).toMatchObject({ totalSize: 1 });
    for (const path of [`/tasks/${id}`, `/other/tasks/${id}`, `/v1/tasks/${id}`]) {
      expect(await agent.ask(`GET ${path}`)).toMatchObject({ status: 404 });
    }
    expect(await agent.ask(`GET /tasks/${id}?tenant=acme`)).toMatchObject({ status: 200 });
    expect(await agent.call("GetTask", { id, tenant: "acme" })).toMatchObject({
      json: { result: { id } },
    });
  });

  it("may be 'v1' in 1.0, and counts for more than one in the body", async () => {
    const agent = createBindingsUnderTest(echo);
    const { id } = toTask(
      await agent.ask("POST /v1/message:send", { ...message("hello"), tenant: "other" }),
    );
    expect(await agent.ask(`GET /v1/tasks/${id}`)).toMatchObject({ status: 200 });
    expect(await agent.ask(`GET /other/tasks/${id}`)).toMatchObject({ status: 404 });
  });
});
