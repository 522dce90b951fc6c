import { HTTP_EXTENSION_HEADER } from "@a2a-js/sdk";
import { ServerCallContext, STATE_HEADERS_KEY } from "@a2a-js/sdk/server";
import { TIMEOUT_HEADER } from "../protocol/timeout-header.js";

/**
 * Marks a request that comes from a sibling: it is answered from what is known here alone. Anybody
 * may send it, and gets less of an answer for it, never more. Its value is the version of A2A that
 * the caller of the sibling speaks.
 */
const FORWARDED_HEADER = "berth-forwarded";

/** What is passed on as it is: the caller's proof, its trace, and how long it waits. */
const PASSED_HEADERS = ["authorization", "traceparent", "tracestate", TIMEOUT_HEADER];

type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** True when a sibling has asked. */
export function isForwarded(context: ServerCallContext): boolean {
  return getHeaders(context)[FORWARDED_HEADER] !== undefined;
}

/**
 * The context as the sibling has it that asks for a caller. Siblings speak the current version, and
 * notifications go out in that of the caller.
 */
export function toCallerContext(context: ServerCallContext): ServerCallContext {
  const version = getHeaders(context)[FORWARDED_HEADER];
  if (typeof version !== "string") {
    return context;
  }
  const { requestedExtensions, state, tenant, user } = context;
  return new ServerCallContext({
    requestedVersion: version,
    state,
    ...(requestedExtensions === undefined ? {} : { requestedExtensions }),
    ...(tenant === undefined ? {} : { tenant }),
    ...(user === undefined ? {} : { user }),
  });
}

/** What calls are passed on with besides what all have. */
export interface ForwardedHeadersOptions {
  /** The headers besides `Authorization` by which callers show who they are, in lower case. */
  credentialHeaders: readonly string[];
  /** The headers that make a call a part of the trace at hand. Defaults to those of the caller. */
  getTraceHeaders?: () => Readonly<Record<string, string>>;
}

/** The headers that a call is passed on with. */
export function toForwardedHeaders(
  context: ServerCallContext,
  { credentialHeaders, getTraceHeaders = () => ({}) }: ForwardedHeadersOptions,
): Record<string, string | string[]> {
  const given = getHeaders(context);
  const { requestedExtensions = [] } = context;
  const passed: Record<string, string | string[]> = {
    [FORWARDED_HEADER]: context.requestedVersion,
  };
  if (requestedExtensions.length > 0) {
    // By its name of today, whatever it was called in the version that the caller speaks.
    passed[HTTP_EXTENSION_HEADER] = requestedExtensions.join(",");
  }
  for (const name of [...PASSED_HEADERS, ...credentialHeaders]) {
    const value = given[name];
    if (value !== undefined) {
      passed[name] = value;
    }
  }
  return { ...passed, ...getTraceHeaders() };
}

function getHeaders(context: ServerCallContext): Headers {
  return (context.state.get(STATE_HEADERS_KEY) ?? {}) as Headers;
}
