import type { AgentCardSettings } from "@berth/contract";
import { describe, expect, it } from "vitest";
import {
  type Binding,
  BINDINGS,
  HTTP_JSON,
  JSON_RPC,
  type Outcome,
  type Params,
  startAgent,
  toSend,
  type WireTask,
} from "./running-agent.ts";

const ERROR_INFO = "type.googleapis.com/google.rpc.ErrorInfo";

/**
 * Section 5.4, as far as a request can lead to it. An agent whose card promises an extended card that
 * it lacks does not start: EXTENDED_AGENT_CARD_NOT_CONFIGURED is under test at the bindings.
 */
const ERRORS = {
  TASK_NOT_FOUND: { code: -32001, httpStatus: 404, status: "NOT_FOUND" },
  TASK_NOT_CANCELABLE: { code: -32002, httpStatus: 400, status: "FAILED_PRECONDITION" },
  PUSH_NOTIFICATION_NOT_SUPPORTED: { code: -32003, httpStatus: 400, status: "FAILED_PRECONDITION" },
  UNSUPPORTED_OPERATION: { code: -32004, httpStatus: 400, status: "FAILED_PRECONDITION" },
  CONTENT_TYPE_NOT_SUPPORTED: { code: -32005, httpStatus: 400, status: "INVALID_ARGUMENT" },
  EXTENSION_SUPPORT_REQUIRED: { code: -32008, httpStatus: 400, status: "FAILED_PRECONDITION" },
  VERSION_NOT_SUPPORTED: { code: -32009, httpStatus: 400, status: "FAILED_PRECONDITION" },
} as const;

type Reason = keyof typeof ERRORS;

/** What leads to an error: an agent, a request to it, and the headers of the request. */
interface Case {
  reason: Reason;
  capabilities?: AgentCardSettings["capabilities"];
  operation: string;
  toParams: (endedTaskId: string) => Params;
  headers?: Record<string, string>;
}

/** An extension that a card may require. */
const REQUIRED = "https://example.com/extensions/citations/v1";

const CASES: Case[] = [
  { reason: "TASK_NOT_FOUND", operation: "GetTask", toParams: () => ({ id: "made-up" }) },
  { reason: "TASK_NOT_CANCELABLE", operation: "CancelTask", toParams: (id) => ({ id }) },
  {
    reason: "PUSH_NOTIFICATION_NOT_SUPPORTED",
    operation: "ListTaskPushNotificationConfigs",
    toParams: (taskId) => ({ taskId }),
  },
  {
    reason: "UNSUPPORTED_OPERATION",
    operation: "SendMessage",
    toParams: (taskId) => toSend("x", { taskId }),
  },
  {
    reason: "CONTENT_TYPE_NOT_SUPPORTED",
    operation: "SendMessage",
    toParams: () => toSend("x", { parts: [{ text: "x", mediaType: "image/png" }] }),
  },
  {
    reason: "UNSUPPORTED_OPERATION",
    operation: "GetExtendedAgentCard",
    toParams: () => ({}),
  },
  {
    reason: "EXTENSION_SUPPORT_REQUIRED",
    capabilities: { extensions: [{ uri: REQUIRED, required: true }] },
    operation: "SendMessage",
    toParams: () => toSend(),
  },
  {
    reason: "VERSION_NOT_SUPPORTED",
    operation: "GetTask",
    toParams: () => ({ id: "t1" }),
    headers: { "A2A-Version": "7.0" },
  },
];

const call = async (
  binding: Binding,
  { capabilities, headers, operation, toParams }: Case,
): Promise<Outcome> => {
  const { url } = await startAgent(
    () => undefined,
    capabilities === undefined ? {} : { capabilities },
  );
  const speaking = { "A2A-Extensions": REQUIRED };
  const sent = await binding.call(url, "SendMessage", toSend(), speaking);
  const { id } = (sent.result as { task: WireTask }).task;
  return binding.call(url, operation, toParams(id), headers);
};

describe("A2A 1.0, errors", () => {
  it.each(CASES)("5.4 and 9.5 $reason has its code over JSON-RPC ($operation)", async (given) => {
    const { error, httpStatus } = await call(JSON_RPC, given);
    expect(httpStatus).toBe(200);
    expect(error).toEqual({
      code: ERRORS[given.reason].code,
      message: expect.stringMatching(/./) as string,
      details: [{ "@type": ERROR_INFO, reason: given.reason, domain: "a2a-protocol.org" }],
    });
  });

  it.each(CASES)(
    "5.4 and 11.6 $reason has its status over HTTP+JSON ($operation)",
    async (given) => {
      const { contentType, error, httpStatus } = await call(HTTP_JSON, given);
      const expected = ERRORS[given.reason];
      expect(httpStatus).toBe(expected.httpStatus);
      expect(contentType).toBe("application/a2a+json");
      expect(error).toEqual({
        code: expected.httpStatus,
        status: expected.status,
        message: expect.stringMatching(/./) as string,
        details: [{ "@type": ERROR_INFO, reason: given.reason, domain: "a2a-protocol.org" }],
      });
    },
  );

  it("5.1 both bindings tell the same of the same", async () => {
    for (const given of CASES) {
      const [rpc, rest] = await Promise.all(BINDINGS.map((binding) => call(binding, given)));
      expect(rest?.error?.details).toEqual(rpc?.error?.details);
    }
  });

  it.each(BINDINGS)(
    "3.3.2 each detail names its type, also of what is malformed ($name)",
    async (binding) => {
      const { url } = await startAgent(() => undefined);
      const { error } = await binding.call(url, "SendMessage", { message: { parts: {} } });
      expect(error?.details.map((detail) => detail["@type"])).toEqual([
        ERROR_INFO,
        "type.googleapis.com/google.rpc.BadRequest",
      ]);
    },
  );

  it.each(BINDINGS)(
    "3.3.2 an executor that fails is a failed task, and tells nothing of itself ($name)",
    async (binding) => {
      const { url } = await startAgent(() => {
        throw new Error("password=secret");
      });
      const { result } = await binding.call(url, "SendMessage", toSend());
      expect(result).toMatchObject({ task: { status: { state: "TASK_STATE_FAILED" } } });
      expect(JSON.stringify(result)).not.toContain("secret");
    },
  );
});

describe("A2A 1.0, JSON-RPC (section 9)", () => {
  const post = async (body: string) => {
    const { url } = await startAgent(() => undefined);
    const response = await fetch(url, {
      method: "POST",
      headers: { "Content-Type": "application/json", "A2A-Version": "1.0" },
      body,
    });
    return {
      status: response.status,
      contentType: response.headers.get("Content-Type"),
      json: (await response.json()) as { error: { code: number } },
    };
  };
  const toBody = (change: object): string =>
    JSON.stringify({ jsonrpc: "2.0", id: 1, method: "ListTasks", params: {}, ...change });

  it("9.1 requests and answers are application/json", async () => {
    const { contentType, json, status } = await post(toBody({}));
    expect({ contentType, status }).toEqual({ contentType: "application/json", status: 200 });
    expect(json).toMatchObject({ jsonrpc: "2.0", id: 1, result: {} });
  });

  it.each([
    ["a text", "seven"],
    ["a number", 7],
    ["null", null],
  ])("9.3 the answer has the id of the request: %s", async (_, id) => {
    expect((await post(toBody({ id }))).json).toMatchObject({ id });
    expect((await post(toBody({ id, method: "None" }))).json).toMatchObject({ id });
  });

  it.each([
    ["no JSON", "{", -32700],
    ["a request without a version", toBody({ jsonrpc: undefined }), -32600],
    ["a list", `[${toBody({})}]`, -32600],
    ["a number", "5", -32600],
    ["null", "null", -32600],
    ["a method that there is not", toBody({ method: "None" }), -32601],
    ["parameters that are a list", toBody({ params: [] }), -32602],
    ["parameters that are wrong", toBody({ params: { pageSize: "x" } }), -32602],
  ])("9.5 %s has the code of JSON-RPC", async (_, body, code) => {
    expect((await post(body)).json.error.code).toBe(code);
  });

  it("9.2 service parameters are headers whose names may be written in any case", async () => {
    const { url } = await startAgent(() => undefined);
    const headers = { "content-type": "application/json", "a2a-VERSION": "1.0" };
    const response = await fetch(url, { method: "POST", headers, body: toBody({}) });
    expect(await response.json()).toHaveProperty("result");
  });

  it("9.4.8 GetExtendedAgentCard needs no parameters", async () => {
    const { json } = await post(toBody({ method: "GetExtendedAgentCard", params: undefined }));
    expect(json.error.code).toBe(-32004);
  });
});

describe("A2A 1.0, HTTP+JSON (section 11)", () => {
  const VERSION = { "A2A-Version": "1.0" };

  it("11.1 both media types of JSON are taken, and that of A2A is answered", async () => {
    const { url } = await startAgent(() => undefined);
    for (const contentType of ["application/a2a+json", "application/json; charset=utf-8"]) {
      const response = await fetch(`${url}/message:send`, {
        method: "POST",
        headers: { "Content-Type": contentType, ...VERSION },
        body: JSON.stringify(toSend()),
      });
      expect(response.status).toBe(200);
      expect(response.headers.get("Content-Type")).toBe("application/a2a+json");
    }
  });

  it("11.3 a path that there is not is 404, and a method that it does not take is 405", async () => {
    const { url } = await startAgent(() => undefined);
    const missing = await fetch(`${url}/nothing/of/the/kind`, { headers: VERSION });
    expect(missing.status).toBe(404);
    expect(await missing.json()).toMatchObject({ error: { code: 404, status: "NOT_FOUND" } });
    const wrong = await fetch(`${url}/message:send`, { method: "DELETE", headers: VERSION });
    expect(wrong.status).toBe(405);
    expect(wrong.headers.get("Allow")).toBe("POST");
    expect(await wrong.json()).toMatchObject({ error: { code: 405 } });
  });

  it("11.5 parameters of the query are in camel case, and encoded as in any URL", async () => {
    const { url } = await startAgent(() => undefined);
    const contextId = "ä b&c=d/e";
    await HTTP_JSON.call(url, "SendMessage", toSend("x", { contextId }));
    const query = new URLSearchParams({ contextId, includeArtifacts: "true" }).toString();
    const response = await fetch(`${url}/tasks?${query}`, { headers: VERSION });
    expect(await response.json()).toMatchObject({ totalSize: 1, tasks: [{ contextId }] });
  });
});
