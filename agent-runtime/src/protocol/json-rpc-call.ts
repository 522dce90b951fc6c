import { RequestMalformedError, VersionNotSupportedError } from "@a2a-js/sdk/errors";
import { z } from "zod";
import { PROTOCOL_VERSION } from "../card/card-document.js";
import { RefusedError } from "../errors.js";
import {
  getOperation,
  isOperationName,
  type Operation,
  OPERATION_NAMES,
  type OperationName,
} from "./operations.js";
import { LEGACY_METHOD_NAMES, findLegacyMethod } from "./legacy-methods.js";
import { type SpokenVersion, VERSION_REMEDY } from "./version.js";

/** What names a request to its caller. */
export type JsonRpcId = string | number | null;

/** A request of JSON-RPC 2.0 that is well formed. */
export interface JsonRpcRequest {
  id: JsonRpcId;
  method: string;
  params?: unknown;
}

/** What a method of JSON-RPC does. */
export interface JsonRpcMethod {
  operation: Operation;
  /** The name of the operation in A2A 1.0. */
  operationName: OperationName;
}

const requestSchema = z.object({
  jsonrpc: z.literal("2.0", "'jsonrpc' must be '2.0'."),
  id: z.custom<JsonRpcId>(
    isId,
    "'id' must be a text of at most 512 characters, a whole number or null.",
  ),
  method: z.string("'method' must be the name of a method."),
  params: z.unknown().optional(),
});

/** Reads the id, so that an error reaches its request even when the rest is wrong. */
export function readId(body: unknown): JsonRpcId {
  const { id } = (body ?? {}) as { id?: unknown };
  return isId(id) ? id : null;
}

/** Every event of a stream carries the id. */
const MAX_ID_LENGTH = 512;

function isId(id: unknown): id is JsonRpcId {
  return (
    (typeof id === "string" && id.length <= MAX_ID_LENGTH) ||
    Number.isSafeInteger(id) ||
    id === null
  );
}

/**
 * Reads the body of a request.
 *
 * @throws RefusedError when it is not JSON.
 */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new RefusedError("PARSE_ERROR", `The body must be JSON: ${String(error)}`, {
      cause: error,
    });
  }
}

/**
 * Reads a request of JSON-RPC 2.0 (A2A 1.0, section 9).
 *
 * @throws RefusedError when it is none, with all issues at once.
 */
export function readRequest(body: unknown): JsonRpcRequest {
  // Without the schema where nothing is wrong: that is for the words about the rest.
  const { id, jsonrpc, method, params } = (body ?? {}) as Record<string, unknown>;
  if (jsonrpc === "2.0" && isId(id) && typeof method === "string") {
    return { id, method, params };
  }
  const request = requestSchema.safeParse(body);
  if (request.success) {
    return request.data;
  }
  throw new RefusedError("INVALID_REQUEST", toReason(body, request.error.issues));
}

function toReason(body: unknown, issues: readonly z.core.$ZodIssue[]): string {
  if (Array.isArray(body)) {
    return "The body must be one request of JSON-RPC 2.0, not a list.";
  }
  if (typeof body !== "object" || body === null) {
    return "The body must be an object: a request of JSON-RPC 2.0.";
  }
  return issues
    .map(({ path, message }) =>
      path[0] === "id" && !("id" in body) ? "'id' must be given." : message,
    )
    .join(" ");
}

/**
 * Finds the method of a request. The methods of each version have other names.
 *
 * @throws VersionNotSupportedError, RefusedError when there is no such method.
 */
export function findMethod(name: string, version: SpokenVersion): JsonRpcMethod {
  if (version !== PROTOCOL_VERSION) {
    return findMethodOfLegacy(name);
  }
  if (isOperationName(name)) {
    return { operation: getOperation(name), operationName: name };
  }
  throw new RefusedError(
    "METHOD_NOT_FOUND",
    `'method' (${name}) must be one of ${OPERATION_NAMES.join(", ")}.` +
      (findLegacyMethod(name) === undefined ? "" : " It is one of A2A 0.3, another version."),
  );
}

function findMethodOfLegacy(name: string): JsonRpcMethod {
  const method = findLegacyMethod(name);
  if (method !== undefined) {
    return method;
  }
  if (isOperationName(name)) {
    throw new VersionNotSupportedError(
      `'method' (${name}) is one of A2A ${PROTOCOL_VERSION}. ${VERSION_REMEDY}`,
    );
  }
  throw new RefusedError(
    "METHOD_NOT_FOUND",
    `'method' (${name}) must be one of ${LEGACY_METHOD_NAMES.join(", ")}. ` +
      `For A2A ${PROTOCOL_VERSION}: ${VERSION_REMEDY}`,
  );
}

/**
 * The parameters of a request, an empty object when it has none.
 *
 * @throws RequestMalformedError when they are not an object.
 */
export function readParamsObject({ params }: JsonRpcRequest): object {
  if (params === undefined || params === null) {
    return {};
  }
  if (typeof params !== "object" || Array.isArray(params)) {
    throw new RequestMalformedError("'params' must be an object.");
  }
  return params;
}
