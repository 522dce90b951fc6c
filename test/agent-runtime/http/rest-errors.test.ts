import { describe, expect, it } from "vitest";
import { createHeldExecutor } from "../held-executor.ts";
import { type BindingsUnderTest, createBindingsUnderTest } from "./bindings-under-test.ts";

const ERROR_INFO = "type.googleapis.com/google.rpc.ErrorInfo";

/** What an error of HTTP+JSON is, whole. */
function toRestError(
  code: number,
  status: string,
  reason: string,
  message: unknown,
  domain = "a2a-protocol.org",
): object {
  return { error: { code, status, message, details: [{ "@type": ERROR_INFO, reason, domain }] } };
}

/** Sends a message and returns the id of its task. */
async function send(agent: BindingsUnderTest, configuration: object = {}): Promise<string> {
  const message = {
    messageId: crypto.randomUUID(),
    role: "ROLE_USER",
    parts: [{ text: "hello" }],
  };
  const { json } = await agent.ask("POST /message:send", { message, configuration });
  return (json as { task: { id: string } }).task.id;
}

describe("errors over HTTP+JSON (A2A 1.0, sections 5.4 and 11.6)", () => {
  it("a task that is not known is 404 NOT_FOUND", async () => {
    const agent = createBindingsUnderTest(() => undefined);
    for (const target of ["GET /tasks/t1", "POST /tasks/t1:cancel", "GET /tasks/t1:subscribe"]) {
      expect(await agent.ask(target)).toMatchObject({
        status: 404,
        headers: { "content-type": "application/a2a+json" },
        json: toRestError(404, "NOT_FOUND", "TASK_NOT_FOUND", "Task t1 is not known here."),
      });
    }
  });

  it("a task that has ended is 400 FAILED_PRECONDITION to whoever cancels or subscribes", async () => {
    const agent = createBindingsUnderTest(() => undefined);
    const id = await send(agent);
    expect((await agent.ask(`POST /tasks/${id}:cancel`)).json).toEqual(
      toRestError(
        400,
        "FAILED_PRECONDITION",
        "TASK_NOT_CANCELABLE",
        `Task ${id} has ended (COMPLETED).`,
      ),
    );
    expect(await agent.ask(`GET /tasks/${id}:subscribe`)).toMatchObject({
      status: 400,
      json: {
        error: { status: "FAILED_PRECONDITION", details: [{ reason: "UNSUPPORTED_OPERATION" }] },
      },
    });
  });

  it("what the agent does not offer is 400 FAILED_PRECONDITION", async () => {
    const held = createHeldExecutor();
    const agent = createBindingsUnderTest(held.execute, {
      card: { capabilities: { streaming: false } },
    });
    const id = await send(agent, { returnImmediately: true });
    const path = `/tasks/${id}/pushNotificationConfigs`;
    const config = { url: "https://hooks.example.com" };
    for (const [target, body, reason] of [
      [`GET /tasks/${id}:subscribe`, undefined, "UNSUPPORTED_OPERATION"],
      ["GET /extendedAgentCard", undefined, "UNSUPPORTED_OPERATION"],
      [`POST ${path}`, config, "PUSH_NOTIFICATION_NOT_SUPPORTED"],
      [`GET ${path}`, undefined, "PUSH_NOTIFICATION_NOT_SUPPORTED"],
      [`GET ${path}/c1`, undefined, "PUSH_NOTIFICATION_NOT_SUPPORTED"],
      [`DELETE ${path}/c1`, undefined, "PUSH_NOTIFICATION_NOT_SUPPORTED"],
    ] as const) {
      expect(await agent.ask(target, body)).toMatchObject({
        status: 400,
        json: { error: { status: "FAILED_PRECONDITION", details: [{ reason }] } },
      });
    }
    (await held.next()).release();
  });

  it.each([
    ["?pageSize=0", "'pageSize' (0) must be a whole number from 1 to 100."],
    ["?pageSize=many", "'pageSize' (many) must be a whole number from 1 to 100."],
    ["?pageSize=1.5", "'pageSize' (1.5) must be a whole number from 1 to 100."],
    ["?includeArtifacts=yes", "'includeArtifacts' (yes) must be true or false."],
    ["?status=BUSY", "'status' (BUSY) must be a state of tasks."],
    ["?statusTimestampAfter=soon", "'statusTimestampAfter' (soon) must be an ISO 8601 timestamp."],
    ["?historyLength=-1", "'historyLength' (-1) must be a whole number, at least 0."],
  ])("GET /tasks%s is refused with the parameter and its rule", async (query, description) => {
    const agent = createBindingsUnderTest(() => undefined);
    const field = description.split("'")[1];
    expect(await agent.ask(`GET /tasks${query}`)).toMatchObject({
      status: 400,
      json: {
        error: {
          code: 400,
          status: "INVALID_ARGUMENT",
          message: description,
          details: [{ reason: "INVALID_PARAMS" }, { fieldViolations: [{ field, description }] }],
        },
      },
    });
  });

  it.each([
    ["{", 400, "PARSE_ERROR", /^The body must be JSON: /],
    ["5", 400, "INVALID_REQUEST", "The body must be an object."],
    ["[]", 400, "INVALID_REQUEST", "The body must be an object."],
    ["", 400, "INVALID_PARAMS", "'message' must be given."],
    ["null", 400, "INVALID_PARAMS", "'message' must be given."],
  ])("the body %j is refused with %i %s", async (body, status, reason, message) => {
    const agent = createBindingsUnderTest(() => undefined);
    expect(await agent.ask("POST /message:send", body)).toMatchObject({
      status,
      json: {
        error: {
          message: message instanceof RegExp ? (expect.stringMatching(message) as string) : message,
          details: expect.arrayContaining([expect.objectContaining({ reason })]) as unknown,
        },
      },
    });
  });

  it.each(["text/plain", "application/x-www-form-urlencoded"])(
    "a body that is said to be %s is refused with 415",
    async (contentType) => {
      const agent = createBindingsUnderTest(() => undefined);
      const headers = { "Content-Type": contentType };
      expect(await agent.ask("POST /message:send", {}, headers)).toMatchObject({
        status: 415,
        json: toRestError(
          415,
          "INVALID_ARGUMENT",
          "UNSUPPORTED_MEDIA_TYPE",
          `The header 'Content-Type' (${contentType}) must be 'application/a2a+json'.`,
          "berth.dev",
        ),
      });
    },
  );

  it("a body that is too large is 413", async () => {
    const agent = createBindingsUnderTest(() => undefined);
    expect(await agent.ask("POST /message:send", "x".repeat(100_001))).toMatchObject({
      status: 413,
      json: { error: { code: 413, details: [{ reason: "PAYLOAD_TOO_LARGE" }] } },
    });
  });

  it("a verb that there is not is 404", async () => {
    const agent = createBindingsUnderTest(() => undefined);
    expect(await agent.ask("POST /tasks/t1:pause")).toMatchObject({
      status: 404,
      json: {
        error: { message: "POST goes to '/tasks/{id}:cancel' or '/tasks/{id}:subscribe'." },
      },
    });
  });

  it.each([
    [
      "",
      "The paths of A2A 0.3 begin with '/v1/'. For A2A 1.0: Send the header 'A2A-Version: 1.0'.",
    ],
    ["0.9", "The version of A2A (0.9) must be 1.0 or 0.3. Send the header 'A2A-Version: 1.0'."],
  ])("the version '%s' is refused with the remedy (3.6.2)", async (version, message) => {
    const agent = createBindingsUnderTest(() => undefined);
    expect(await agent.ask("GET /tasks", undefined, { "A2A-Version": version })).toMatchObject({
      status: 400,
      json: toRestError(400, "FAILED_PRECONDITION", "VERSION_NOT_SUPPORTED", message),
    });
  });

  it("the version may stand in the query (3.6.1)", async () => {
    const agent = createBindingsUnderTest(() => undefined);
    expect((await agent.ask("GET /tasks?A2A-Version=1.0")).status).toBe(200);
    expect((await agent.ask("GET /tasks?A2A-Version=0.9")).status).toBe(400);
  });
});
