import type { User } from "@a2a-js/sdk/server";
import { describe, expect, it } from "vitest";
import { RefusedError } from "../../../agent-runtime/src/errors.ts";
import { createBindingsUnderTest, withCapabilities } from "./bindings-under-test.ts";

const params = (text = "hello"): object => ({
  message: { messageId: crypto.randomUUID(), role: "ROLE_USER", parts: [{ text }] },
});

/** Believes whoever says a name. */
const authenticate = (headers: { authorization?: string | undefined }): Promise<User> => {
  const { authorization } = headers;
  return authorization === undefined
    ? Promise.reject(
        new RefusedError("UNAUTHENTICATED", "Say who you are.", {
          headers: { "WWW-Authenticate": 'Bearer realm="agent"' },
        }),
      )
    : Promise.resolve({ isAuthenticated: true, userName: authorization });
};

const as = (name: string): Record<string, string> => ({ Authorization: name });

describe("callers who must show who they are (A2A 1.0, section 7.4)", () => {
  it("are told how, in every binding, before the body is read", async () => {
    const agent = createBindingsUnderTest(() => undefined, { authenticate });
    const challenge = { "www-authenticate": 'Bearer realm="agent"' };
    expect(await agent.ask("POST /", "{")).toMatchObject({
      status: 401,
      headers: challenge,
      json: { jsonrpc: "2.0", id: null, error: { code: -32000, message: "Say who you are." } },
    });
    expect(await agent.ask("POST /message:send", "{")).toMatchObject({
      status: 401,
      headers: challenge,
      json: { error: { code: 401, status: "UNAUTHENTICATED", message: "Say who you are." } },
    });
    expect(await agent.ask("GET /v1/tasks/t1", undefined, { "A2A-Version": "0.3" })).toMatchObject({
      status: 401,
      headers: challenge,
      json: { code: -32000, message: "Say who you are." },
    });
    expect(await agent.readSamples("a2a_requests_total{")).toHaveLength(3);
  });

  it("see their own tasks only (section 13.1)", async () => {
    const agent = createBindingsUnderTest(() => undefined, { authenticate });
    const sent = await agent.call("SendMessage", params(), as("ada"));
    const { id } = (sent.json as { result: { task: { id: string } } }).result.task;
    expect((await agent.ask(`GET /tasks/${id}`, undefined, as("ada"))).status).toBe(200);
    expect(await agent.ask(`GET /tasks/${id}`, undefined, as("bob"))).toMatchObject({
      status: 404,
      json: { error: { details: [{ reason: "TASK_NOT_FOUND" }] } },
    });
    expect((await agent.ask("GET /tasks", undefined, as("bob"))).json).toMatchObject({
      totalSize: 0,
    });
  });
});

describe("the extended card (A2A 1.0, sections 3.1.11 and 13.3)", () => {
  const withCard = withCapabilities({ extendedAgentCard: true });

  it("is for callers who have shown who they are, where they can", async () => {
    const asked: (string | undefined)[] = [];
    const agent = createBindingsUnderTest(() => undefined, {
      ...withCard,
      expectAuthenticated: (user) => {
        if (user?.isAuthenticated !== true) {
          throw new RefusedError("UNAUTHENTICATED", "Who calls?");
        }
      },
      authenticate: ({ authorization }) =>
        Promise.resolve({
          isAuthenticated: authorization !== undefined,
          userName: authorization ?? "",
        }),
      getExtendedCard: ({ user }) => {
        asked.push(user?.userName);
        return { name: "for friends" };
      },
    });
    expect(await agent.call("GetExtendedAgentCard")).toMatchObject({
      status: 401,
      json: { error: { data: [{ reason: "UNAUTHENTICATED" }] } },
    });
    expect((await agent.call("GetExtendedAgentCard", {}, as("ada"))).json).toEqual({
      jsonrpc: "2.0",
      id: 7,
      result: { name: "for friends" },
    });
    expect(asked).toEqual(["ada"]);
  });

  it("is told to be missing when the card promises it and there is none (A2A 1.0, section 5.4)", async () => {
    const agent = createBindingsUnderTest(() => undefined, withCard);
    const message = "The agent has no extended card.";
    const details = [
      {
        "@type": "type.googleapis.com/google.rpc.ErrorInfo",
        reason: "EXTENDED_AGENT_CARD_NOT_CONFIGURED",
        domain: "a2a-protocol.org",
      },
    ];
    expect(await agent.call("GetExtendedAgentCard")).toMatchObject({
      status: 200,
      json: { jsonrpc: "2.0", id: 7, error: { code: -32007, message, data: details } },
    });
    expect(await agent.ask("GET /extendedAgentCard")).toMatchObject({
      status: 400,
      json: { error: { code: 400, status: "FAILED_PRECONDITION", message, details } },
    });
  });
});

describe("extensions (A2A 1.0, sections 3.2.6 and 4.6)", () => {
  const extensions = [{ uri: "urn:a" }, { uri: "urn:b" }];

  it("that the caller and the card name are told to be used", async () => {
    const agent = createBindingsUnderTest(() => undefined, withCapabilities({ extensions }));
    const headers = { "A2A-Extensions": "urn:b, urn:c" };
    for (const answer of [
      await agent.call("SendMessage", params(), headers),
      await agent.call("SendStreamingMessage", params(), headers),
      await agent.ask("POST /message:send", params(), headers),
      await agent.ask("GET /tasks", undefined, headers),
    ]) {
      expect(answer.headers["a2a-extensions"]).toBe("urn:b");
    }
    const plain = await agent.call("SendMessage", params());
    expect(plain.headers).not.toHaveProperty("a2a-extensions");
  });

  it("have another header in 0.3, and either is read there", async () => {
    const agent = createBindingsUnderTest(() => undefined, withCapabilities({ extensions }));
    for (const name of ["X-A2A-Extensions", "A2A-Extensions"]) {
      const headers = { "A2A-Version": "0.3", [name]: "urn:a" };
      const message = {
        messageId: crypto.randomUUID(),
        role: "user",
        parts: [{ kind: "text", text: "hello" }],
      };
      for (const method of ["message/send", "message/stream"]) {
        const { headers: answered } = await agent.call(method, { message }, headers);
        expect(answered["x-a2a-extensions"]).toBe("urn:a");
      }
    }
  });

  it("that the card requires are demanded of every binding", async () => {
    const required = [{ uri: "urn:a", required: true }];
    const agent = createBindingsUnderTest(
      () => undefined,
      withCapabilities({ extensions: required }),
    );
    expect(await agent.ask("POST /message:send", params())).toMatchObject({
      status: 400,
      json: {
        error: {
          status: "FAILED_PRECONDITION",
          message: "The header 'A2A-Extensions' must name what the agent requires: urn:a.",
          details: [{ reason: "EXTENSION_SUPPORT_REQUIRED" }],
        },
      },
    });
    const headers = { "A2A-Extensions": "urn:a" };
    expect((await agent.ask("POST /message:send", params(), headers)).status).toBe(200);
  });
});

describe("push notifications of a new task (A2A 1.0, section 3.2.2)", () => {
  const toSend = (url: string): object => ({
    ...params(),
    configuration: { taskPushNotificationConfig: { url } },
  });
  const withPush = withCapabilities({ pushNotifications: true });

  it("are kept before the task begins, and found afterwards", async () => {
    const agent = createBindingsUnderTest((task) => {
      task.askForInput("which?");
    }, withPush);
    const sent = await agent.call("SendMessage", toSend("https://hooks.example.com"));
    const { id } = (sent.json as { result: { task: { id: string } } }).result.task;
    const { json } = await agent.ask(`GET /tasks/${id}/pushNotificationConfigs`);
    expect(json).toMatchObject({
      configs: [{ taskId: id, url: expect.stringMatching(/^https:\/\/hooks/) as string }],
    });
  });

  it("that lead inside are refused, and no task begins", async () => {
    let begun = 0;
    const agent = createBindingsUnderTest(
      () => {
        begun += 1;
      },
      { ...withPush, webhookAddress: "10.0.0.7" },
    );
    const { json } = await agent.call("SendMessage", toSend("https://inside.example.com"));
    expect(json).toMatchObject({ error: { code: -32602 } });
    expect((await agent.ask("GET /tasks")).json).toMatchObject({ totalSize: 0 });
    expect(begun).toBe(0);
  });
});
