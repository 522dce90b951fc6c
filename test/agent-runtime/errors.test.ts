import { TaskNotFoundError } from "@a2a-js/sdk/errors";
import { describe, expect, it } from "vitest";
import { RefusedError, toWireError } from "../../agent-runtime/src/errors.ts";

describe("an error on the wire", () => {
  it("is one of A2A under the domain of A2A (section 9.5)", () => {
    expect(toWireError(new TaskNotFoundError("Task t1 is not known here."))).toEqual({
      reason: "TASK_NOT_FOUND",
      httpStatus: 200,
      restStatus: 404,
      grpcStatus: "NOT_FOUND",
      retryAfterSeconds: undefined,
      headers: {},
      body: {
        code: -32001,
        message: "Task t1 is not known here.",
        data: [
          {
            "@type": "type.googleapis.com/google.rpc.ErrorInfo",
            reason: "TASK_NOT_FOUND",
            domain: "a2a-protocol.org",
          },
        ],
      },
    });
  });

  it("is one of ours under our own domain, and tells when to try again", () => {
    expect(toWireError(new RefusedError("AGENT_DRAINING", "Later."))).toEqual({
      reason: "AGENT_DRAINING",
      httpStatus: 503,
      restStatus: 503,
      grpcStatus: "UNAVAILABLE",
      retryAfterSeconds: 1,
      headers: { "Retry-After": "1" },
      body: {
        code: -32603,
        message: "Later.",
        data: [
          {
            "@type": "type.googleapis.com/google.rpc.ErrorInfo",
            reason: "AGENT_DRAINING",
            domain: "berth.dev",
          },
          { "@type": "type.googleapis.com/google.rpc.RetryInfo", retryDelay: "1s" },
        ],
      },
    });
  });

  it("tells when to try again, how to show who one is, and which member is wrong", () => {
    const error = new RefusedError("UNAUTHENTICATED", "Who is it?", {
      retryAfterSeconds: 7,
      headers: { "WWW-Authenticate": "Bearer" },
      violations: [{ field: "a.b", description: "'a.b' must be given." }],
    });
    expect(toWireError(error)).toEqual({
      reason: "UNAUTHENTICATED",
      httpStatus: 401,
      restStatus: 401,
      grpcStatus: "UNAUTHENTICATED",
      retryAfterSeconds: 7,
      headers: { "Retry-After": "7", "WWW-Authenticate": "Bearer" },
      body: {
        code: -32000,
        message: "Who is it?",
        data: [
          {
            "@type": "type.googleapis.com/google.rpc.ErrorInfo",
            reason: "UNAUTHENTICATED",
            domain: "berth.dev",
          },
          { "@type": "type.googleapis.com/google.rpc.RetryInfo", retryDelay: "7s" },
          {
            "@type": "type.googleapis.com/google.rpc.BadRequest",
            fieldViolations: [{ field: "a.b", description: "'a.b' must be given." }],
          },
        ],
      },
    });
  });

  it.each([new Error("secret"), "secret", undefined, new TypeError("secret")])(
    "says nothing of what nobody foresaw: %s",
    (error) => {
      expect(toWireError(error)).toMatchObject({
        reason: "INTERNAL_ERROR",
        httpStatus: 500,
        body: { code: -32603, message: "The agent could not do this. Its log says why." },
      });
    },
  );
});
