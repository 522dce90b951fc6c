import type { MessageFns } from "@a2a-js/sdk";
import {
  A2AError,
  type ErrorDetail,
  ERROR_INFO_TYPE,
  fromJsonRpcErrorResponse,
} from "@a2a-js/sdk/errors";
import { z } from "zod";
import { type ErrorReason, RefusedError } from "../errors.js";
import { SiblingError } from "./sibling-error.js";

/** The reasons of our own that a sibling refuses calls for. The SDK knows those of A2A. */
const OWN_REASONS: readonly ErrorReason[] = [
  "AGENT_DRAINING",
  "AGENT_OVERLOADED",
  "AUTHENTICATION_UNAVAILABLE",
  "PAYLOAD_TOO_LARGE",
  "PERMISSION_DENIED",
  "UNAUTHENTICATED",
];

const answerSchema = z.object({
  jsonrpc: z.literal("2.0"),
  result: z.unknown().optional(),
  error: z
    .object({
      code: z.int(),
      message: z.string(),
      data: z.array(z.looseObject({ "@type": z.string() })).default([]),
    })
    .optional(),
});

/**
 * Reads the answer to a call of JSON-RPC.
 *
 * @throws SiblingError when it is none; the error that it says.
 */
export function readResult(text: string): unknown {
  const { error, result } = parseAnswer(text);
  if (error === undefined) {
    return result;
  }
  const details: readonly ErrorDetail[] = error.data;
  const info = details.find((detail) => detail["@type"] === ERROR_INFO_TYPE);
  const reason = OWN_REASONS.find((own) => own === info?.["reason"]);
  throw reason === undefined
    ? fromJsonRpcErrorResponse({ jsonrpc: "2.0", id: null, error })
    : new RefusedError(reason, error.message);
}

function parseAnswer(text: string): z.output<typeof answerSchema> {
  try {
    return answerSchema.parse(JSON.parse(text));
  } catch (error) {
    throw new SiblingError("foreign", "The answer must be one of JSON-RPC 2.0.", { cause: error });
  }
}

/**
 * Reads what a result is in the protocol.
 *
 * @throws SiblingError when it has another shape.
 */
export function decode<Result>(type: MessageFns<Result>, json: unknown): Result {
  try {
    return type.fromJSON(json);
  } catch (error) {
    throw new SiblingError("foreign", "The result must have the shape that A2A 1.0 says.", {
      cause: error,
    });
  }
}

/** True when the one who was asked does not know the task. */
export function isTaskNotFound(error: unknown): boolean {
  return error instanceof A2AError && error.reason === "TASK_NOT_FOUND";
}
