import { TaskNotFoundError } from "@a2a-js/sdk/errors";
import { describe, expect, it } from "vitest";
import { RefusedError, toWireError } from "../../agent-runtime/src/errors.ts";

describe("an error on the wire", () => {
  it("is one of A2A under the domain of A2A (section 9.5)", () => {
    expect(toWireError(new TaskNotFoundError("Task t1 is not known here."))).toEqual({
      reason: "TASK_NOT_FOUND",
      httpStatus: 200,
      retryAfterSeconds: undefined,
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
      retryAfterSeconds: 1,
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
