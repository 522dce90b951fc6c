import { describe, expect, it } from "vitest";
import { createAgentUnderTest, toParams } from "../agent-under-test.ts";
import { toBody, toError } from "./wire.ts";

const METHODS =
  "SendMessage, SendStreamingMessage, GetTask, ListTasks, CancelTask, SubscribeToTask, " +
  "CreateTaskPushNotificationConfig, GetTaskPushNotificationConfig, " +
  "ListTaskPushNotificationConfigs, DeleteTaskPushNotificationConfig, GetExtendedAgentCard";

describe("a request that is no call (JSON-RPC 2.0, section 5.1)", () => {
  it.each([
    ["no JSON", "{", null, -32700, "PARSE_ERROR", /^The body must be JSON: SyntaxError: /],
    ["nothing", "", null, -32700, "PARSE_ERROR", /^The body must be JSON: SyntaxError: /],
    [
      "a list of calls",
      `[${toBody({})}]`,
      null,
      -32600,
      "INVALID_REQUEST",
      "The body must be one request of JSON-RPC 2.0, not a list.",
    ],
    [
      "of another version",
      toBody({ jsonrpc: "1.0" }),
      7,
      -32600,
      "INVALID_REQUEST",
      "'jsonrpc' must be '2.0'.",
    ],
    [
      "without a method, under an id that is none",
      toBody({ method: undefined, id: { a: 1 } }),
      null,
      -32600,
      "INVALID_REQUEST",
      "'id' must be a text of at most 512 characters, a whole number or null. 'method' must be the name of a method.",
    ],
    [
      "of a method that there is not",
      toBody({ method: "message/send" }),
      7,
      -32601,
      "METHOD_NOT_FOUND",
      `'method' (message/send) must be one of ${METHODS}. It is one of A2A 0.3, another version.`,
    ],
    [
      "of a method that every object has",
      toBody({ method: "constructor" }),
      7,
      -32601,
      "METHOD_NOT_FOUND",
      `'method' (constructor) must be one of ${METHODS}.`,
    ],
    [
      "with a list of parameters",
      toBody({ params: ["t1"] }),
      7,
      -32602,
      "INVALID_PARAMS",
      "'params' must be an object.",
    ],
    [
      "without an id, as only what wants no answer has none",
      toBody({ id: undefined }),
      null,
      -32600,
      "INVALID_REQUEST",
      "'id' must be given.",
    ],
  ])("is told so: %s", async (_, body, id, code, reason, message) => {
    const agent = createAgentUnderTest(() => undefined);
    const response = await agent.post(body);
    expect(response.status).toBe(200);
    expect(response.headers.get("Content-Type")).toBe("application/json");
    expect(await response.json()).toEqual({
      jsonrpc: "2.0",
      id,
      error: toError(
        code,
        reason,
        message instanceof RegExp ? expect.stringMatching(message) : message,
      ),
    });
  });

  it.each(["5", "null", '"text"', "true"])("is told so: %s, which is no object", async (body) => {
    const agent = createAgentUnderTest(() => undefined);
    const response = await agent.post(body);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({
      jsonrpc: "2.0",
      id: null,
      error: toError(
        -32600,
        "INVALID_REQUEST",
        "The body must be an object: a request of JSON-RPC 2.0.",
      ),
    });
  });

  it("may have null as its id", async () => {
    const agent = createAgentUnderTest(() => undefined);
    const response = await agent.post(toBody({ id: null }));
    expect(await response.json()).toMatchObject({ id: null, error: { code: -32001 } });
  });

  it.each(["text/plain", "application/x-www-form-urlencoded", ""])(
    "is refused when it is sent as '%s', which a page of another origin may do unasked",
    async (contentType) => {
      const agent = createAgentUnderTest(() => undefined);
      const response = await agent.post(toBody({}), { "Content-Type": contentType });
      expect(response.status).toBe(415);
      expect(await response.json()).toEqual({
        jsonrpc: "2.0",
        id: null,
        error: toError(
          -32600,
          "UNSUPPORTED_MEDIA_TYPE",
          `The header 'Content-Type' (${contentType}) must be 'application/json'.`,
        ),
      });
    },
  );

  it.each(["application/json; charset=utf-8", "application/a2a+json", "Application/JSON"])(
    "is taken when it is sent as %s",
    async (contentType) => {
      const agent = createAgentUnderTest(() => undefined);
      const response = await agent.post(toBody({}), { "Content-Type": contentType });
      expect(await response.json()).toMatchObject({ error: { code: -32001 } });
    },
  );
});

describe("a request that is too large", () => {
  it.each([
    ["says so", (body: string) => ({ body, headers: { "Content-Length": String(body.length) } })],
    ["does not say so", (body: string) => ({ body: new Blob([body]).stream(), duplex: "half" })],
  ])("is refused with 413 as JSON-RPC when it %s", async (_, toInit) => {
    const agent = createAgentUnderTest(() => undefined, { maxBodyBytes: 1000 });
    const body = toBody({ method: "SendMessage", params: toParams("x".repeat(1000)) });
    const { headers, ...init } = toInit(body) as RequestInit;
    const response = await agent.fetch("/", {
      method: "POST",
      ...init,
      headers: { "Content-Type": "application/json", ...(headers as object) },
    });
    expect(response.status).toBe(413);
    expect(await response.json()).toEqual({
      jsonrpc: "2.0",
      id: null,
      error: toError(
        -32600,
        "PAYLOAD_TOO_LARGE",
        "The body must be at most 1000 bytes. Send a 'url' part for larger content.",
      ),
    });
  });

  it("is taken when it is just as large as it may be", async () => {
    const length = toBody({ method: "SendMessage", params: toParams("") }).length;
    const agent = createAgentUnderTest(() => undefined, { maxBodyBytes: length + 100 });
    const { result } = await agent.call("SendMessage", toParams("x".repeat(100)));
    expect(result.task.status.state).toBe("TASK_STATE_COMPLETED");
  });
});

describe("the version of the protocol (A2A 1.0, section 3.6)", () => {
  it.each([
    ["of a caller that names none is 0.3", {}],
    ["that is empty is 0.3", { "A2A-Version": "" }],
    ["may be 0.3", { "A2A-Version": "0.3" }],
  ])("%s, whose methods have other names", async (_, headers) => {
    const agent = createAgentUnderTest(() => undefined);
    const response = await agent.fetch("/", {
      method: "POST",
      headers: { "Content-Type": "application/json", ...(headers as Record<string, string>) },
      body: toBody({}),
    });
    expect(await response.json()).toEqual({
      jsonrpc: "2.0",
      id: 7,
      error: toError(
        -32009,
        "VERSION_NOT_SUPPORTED",
        "'method' (GetTask) is one of A2A 1.0. Send the header 'A2A-Version: 1.0'.",
        "a2a-protocol.org",
      ),
    });
  });

  it.each([
    ["in the header", { "A2A-Version": "2.0" }, "", "2.0"],
    ["in the query", {}, "?A2A-Version=0.9", "0.9"],
  ])("must be one that is spoken: %s", async (_, headers, query, version) => {
    const agent = createAgentUnderTest(() => undefined);
    const response = await agent.fetch(`/${query}`, {
      method: "POST",
      headers: { "Content-Type": "application/json", ...(headers as Record<string, string>) },
      body: toBody({}),
    });
    expect(await response.json()).toEqual({
      jsonrpc: "2.0",
      id: 7,
      error: toError(
        -32009,
        "VERSION_NOT_SUPPORTED",
        `The version of A2A (${version}) must be 1.0 or 0.3. Send the header 'A2A-Version: 1.0'.`,
        "a2a-protocol.org",
      ),
    });
  });

  it.each([
    ["in the header", { "A2A-Version": "1.0" }, ""],
    ["in the query", {}, "?A2A-Version=1.0"],
    ["with a patch, which says nothing", { "A2A-Version": "1.0.1" }, ""],
  ])("is taken %s", async (_, headers, query) => {
    const agent = createAgentUnderTest(() => undefined);
    const response = await agent.fetch(`/${query}`, {
      method: "POST",
      headers: { "Content-Type": "application/json", ...(headers as Record<string, string>) },
      body: toBody({}),
    });
    expect(await response.json()).toMatchObject({ error: { code: -32001 } });
  });
});
