import type { ErrorDetail } from "@a2a-js/sdk/errors";
import {
  A2A_ERROR_CODE as CODE,
  A2A_ERROR_DOMAIN,
  A2AError,
  ERROR_INFO_TYPE,
} from "@a2a-js/sdk/errors";
import { OWN_PREFIX } from "@berth/contract";

/** What an error is on the wire. */
interface ErrorKind {
  /** The code of JSON-RPC. */
  code: number;
  /** The status of HTTP. An answer to a well-formed call is 200, error or not. */
  httpStatus: 200 | 413 | 415 | 500 | 503;
  /** The reason is one of A2A, not our own. */
  isStandard?: true;
  /** Seconds after which the same request may be tried again. */
  retryAfterSeconds?: number;
}

/** Another replica takes the request at once. */
const RETRY_AFTER_SECONDS = 1;

/** Every error that a caller can see, by its reason (A2A 1.0, section 5.4). */
const ERROR_KINDS = {
  PARSE_ERROR: { code: CODE.PARSE_ERROR, httpStatus: 200 },
  INVALID_REQUEST: { code: CODE.INVALID_REQUEST, httpStatus: 200 },
  METHOD_NOT_FOUND: { code: CODE.METHOD_NOT_FOUND, httpStatus: 200 },
  INVALID_PARAMS: { code: CODE.INVALID_PARAMS, httpStatus: 200 },
  INTERNAL_ERROR: { code: CODE.INTERNAL_ERROR, httpStatus: 500 },
  PAYLOAD_TOO_LARGE: { code: CODE.INVALID_REQUEST, httpStatus: 413 },
  UNSUPPORTED_MEDIA_TYPE: { code: CODE.CONTENT_TYPE_NOT_SUPPORTED, httpStatus: 415 },
  AGENT_DRAINING: {
    code: CODE.INTERNAL_ERROR,
    httpStatus: 503,
    retryAfterSeconds: RETRY_AFTER_SECONDS,
  },
  TASK_NOT_FOUND: { code: CODE.TASK_NOT_FOUND, httpStatus: 200, isStandard: true },
  TASK_NOT_CANCELABLE: { code: CODE.TASK_NOT_CANCELABLE, httpStatus: 200, isStandard: true },
  PUSH_NOTIFICATION_NOT_SUPPORTED: {
    code: CODE.PUSH_NOTIFICATION_NOT_SUPPORTED,
    httpStatus: 200,
    isStandard: true,
  },
  UNSUPPORTED_OPERATION: { code: CODE.UNSUPPORTED_OPERATION, httpStatus: 200, isStandard: true },
  CONTENT_TYPE_NOT_SUPPORTED: {
    code: CODE.CONTENT_TYPE_NOT_SUPPORTED,
    httpStatus: 200,
    isStandard: true,
  },
  INVALID_AGENT_RESPONSE: { code: CODE.INVALID_AGENT_RESPONSE, httpStatus: 200, isStandard: true },
  EXTENDED_AGENT_CARD_NOT_CONFIGURED: {
    code: CODE.EXTENDED_CARD_NOT_CONFIGURED,
    httpStatus: 200,
    isStandard: true,
  },
  EXTENSION_SUPPORT_REQUIRED: {
    code: CODE.EXTENSION_SUPPORT_REQUIRED,
    httpStatus: 200,
    isStandard: true,
  },
  VERSION_NOT_SUPPORTED: { code: CODE.VERSION_NOT_SUPPORTED, httpStatus: 200, isStandard: true },
} as const satisfies Record<string, ErrorKind>;

/** Why a request was not done. */
export type ErrorReason = keyof typeof ERROR_KINDS;

/** What is sent to a caller whose request was not done. */
export interface WireError {
  reason: ErrorReason;
  httpStatus: ErrorKind["httpStatus"];
  retryAfterSeconds: number | undefined;
  /** The member `error` of a JSON-RPC answer. */
  body: { code: number; message: string; data: ErrorDetail[] };
}

/** A request that is not done for a reason of our own. Everything else is an error of the SDK. */
export class RefusedError extends Error {
  readonly reason: ErrorReason;

  constructor(reason: ErrorReason, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "RefusedError";
    this.reason = reason;
  }
}

/** What a caller sees of an error: of one that nobody foresaw only that there was one. */
export function toWireError(error: unknown): WireError {
  const reason = getReason(error);
  const message =
    reason === "INTERNAL_ERROR" ? "The agent could not do this. Its log says why." : getText(error);
  const kind: ErrorKind = ERROR_KINDS[reason];
  const data: ErrorDetail[] = [
    {
      "@type": ERROR_INFO_TYPE,
      reason,
      domain: kind.isStandard ? A2A_ERROR_DOMAIN : OWN_PREFIX.slice(0, -1),
    },
  ];
  if (kind.retryAfterSeconds !== undefined) {
    data.push({
      "@type": "type.googleapis.com/google.rpc.RetryInfo",
      retryDelay: `${kind.retryAfterSeconds}s`,
    });
  }
  return {
    reason,
    httpStatus: kind.httpStatus,
    retryAfterSeconds: kind.retryAfterSeconds,
    body: { code: kind.code, message, data },
  };
}

function getReason(error: unknown): ErrorReason {
  if (error instanceof RefusedError) {
    return error.reason;
  }
  if (error instanceof A2AError && error.reason in ERROR_KINDS) {
    return error.reason as ErrorReason;
  }
  return "INTERNAL_ERROR";
}

function getText(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
