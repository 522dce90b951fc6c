import { Extensions } from "@a2a-js/sdk";
import { RequestMalformedError, VersionNotSupportedError } from "@a2a-js/sdk/errors";
import { ServerCallContext } from "@a2a-js/sdk/server";
import { z } from "zod";
import { PROTOCOL_VERSION } from "../agent-card.js";
import { RefusedError } from "../errors.js";
import { findMethod, type JsonRpcMethod, METHOD_NAMES } from "./json-rpc-methods.js";

/** What names a request to its caller. */
export type JsonRpcId = string | number | null;

/** A request of JSON-RPC 2.0 that is well formed. */
export interface JsonRpcCall {
  id: JsonRpcId;
  method: JsonRpcMethod;
  methodName: string;
  params: Record<string, unknown>;
}

const idSchema = z.union([z.string(), z.int(), z.null()]);

const requestSchema = z.object({
  jsonrpc: z.literal("2.0", "'jsonrpc' must be '2.0'."),
  id: idSchema,
  method: z.string("'method' must be the name of a method."),
});

const paramsSchema = z.record(z.string(), z.unknown());

/** Reads the id, so that an error reaches its request even when the rest is wrong. */
export function readId(body: unknown): JsonRpcId {
  const parsed = z.looseObject({ id: idSchema }).safeParse(body);
  return parsed.success ? parsed.data.id : null;
}

/** Reads the name of the method, for what counts requests; undefined when it is none of ours. */
export function readMethodName(body: unknown): string | undefined {
  const parsed = requestSchema.pick({ method: true }).safeParse(body);
  return parsed.success && METHOD_NAMES.includes(parsed.data.method)
    ? parsed.data.method
    : undefined;
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
 * Reads a request of JSON-RPC 2.0 (A2A 1.0, section 9). The version comes before the method, since
 * the methods of another version have other names.
 *
 * @throws RefusedError, VersionNotSupportedError, RequestMalformedError.
 */
export function parseCall(body: unknown, { version }: ServiceParameters): JsonRpcCall {
  const request = requestSchema.safeParse(body);
  if (!request.success) {
    const isObject = typeof body === "object" && body !== null && !Array.isArray(body);
    const idRule =
      isObject && "id" in body ? "must be a text, a whole number or null." : "must be given.";
    const reasons = request.error.issues.map(({ path, message }) =>
      path[0] === "id" ? `'id' ${idRule}` : message,
    );
    throw new RefusedError(
      "INVALID_REQUEST",
      isObject ? reasons.join(" ") : "The body must be one request of JSON-RPC 2.0, not a list.",
    );
  }
  expectVersion(version);
  const { id, method: methodName } = request.data;
  const method = findMethod(methodName);
  if (method === undefined) {
    throw new RefusedError(
      "METHOD_NOT_FOUND",
      `'method' (${methodName}) must be one of ${METHOD_NAMES.join(", ")}.`,
    );
  }
  const { params = {} } = body as { params?: unknown };
  const parsedParams = paramsSchema.safeParse(params);
  if (!parsedParams.success) {
    throw new RequestMalformedError("'params' must be an object.");
  }
  return { id, method, methodName, params: parsedParams.data };
}

/** The service parameters of a request (A2A 1.0, section 3.2.6). */
export interface ServiceParameters {
  /** The version of the protocol, as the caller names it. */
  version: string | undefined;
  /** The extensions that the caller speaks, as it names them. */
  extensions: string | undefined;
}

/** What a caller that names no version speaks (A2A 1.0, section 3.6). */
const VERSION_WITHOUT_HEADER = "0.3";

function expectVersion(named: string | undefined): void {
  const version = toVersion(named);
  if (version !== PROTOCOL_VERSION) {
    throw new VersionNotSupportedError(
      `The version of A2A (${version}) must be ${PROTOCOL_VERSION}. Send the header 'A2A-Version: ${PROTOCOL_VERSION}'.`,
    );
  }
}

/** Makes the context of a call. */
export function createCallContext(
  { version, extensions }: ServiceParameters,
  params: Record<string, unknown>,
): ServerCallContext {
  const tenant = typeof params["tenant"] === "string" ? params["tenant"] : "";
  return new ServerCallContext({
    requestedVersion: toVersion(version),
    requestedExtensions: Extensions.parseServiceParameter(extensions),
    ...(tenant === "" ? {} : { tenant }),
  });
}

/**
 * The version that a caller speaks who names it like this. Patches say nothing about compatibility
 * (A2A 1.0, section 3.6).
 */
export function toVersion(version: string | undefined): string {
  const trimmed = version?.trim() ?? "";
  return trimmed === "" ? VERSION_WITHOUT_HEADER : trimmed.split(".").slice(0, 2).join(".");
}
