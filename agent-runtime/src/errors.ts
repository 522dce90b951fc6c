import type { ErrorDetail } from "@a2a-js/sdk/errors";
import {
  A2A_ERROR_CODE as CODE,
  A2A_ERROR_DOMAIN,
  A2AError,
  ERROR_INFO_TYPE,
} from "@a2a-js/sdk/errors";
import { OWN_PREFIX } from "@berth/contract";

/** The codes of gRPC that errors are told by over HTTP+JSON (google.rpc.Code). */
export type GrpcStatus =
  | "FAILED_PRECONDITION"
  | "INTERNAL"
  | "INVALID_ARGUMENT"
  | "NOT_FOUND"
  | "PERMISSION_DENIED"
  | "UNAUTHENTICATED"
  | "UNAVAILABLE"
  | "UNIMPLEMENTED";

/** What an error is on the wire. */
interface ErrorKind {
  /** The code of JSON-RPC. */
  code: number;
  /** The status of HTTP when the binding is JSON-RPC: an answer to a well-formed call is 200. */
  httpStatus: number;
  /** The status of HTTP when the binding is HTTP+JSON. */
  restStatus: number;
  grpcStatus: GrpcStatus;
  /** The reason is one of A2A, not our own. */
  isStandard?: true;
  /** Seconds after which the same request may be tried again, unless the error knows better. */
  retryAfterSeconds?: number;
}

/** Another replica takes the request at once. */
const RETRY_AFTER_SECONDS = 1;

/** Errors of A2A have the codes below; this is the last one that JSON-RPC leaves to servers. */
const SERVER_ERROR_CODE = -32000;

const BAD_REQUEST = { restStatus: 400, grpcStatus: "INVALID_ARGUMENT" } as const;
const FAILED_PRECONDITION = {
  httpStatus: 200,
  restStatus: 400,
  grpcStatus: "FAILED_PRECONDITION",
  isStandard: true,
} as const;

/** Every error that a caller can see, by its reason (A2A 1.0, section 5.4). */
const ERROR_KINDS = {
  PARSE_ERROR: { code: CODE.PARSE_ERROR, httpStatus: 200, ...BAD_REQUEST },
  INVALID_REQUEST: { code: CODE.INVALID_REQUEST, httpStatus: 200, ...BAD_REQUEST },
  METHOD_NOT_FOUND: {
    code: CODE.METHOD_NOT_FOUND,
    httpStatus: 200,
    restStatus: 404,
    grpcStatus: "NOT_FOUND",
  },
  INVALID_PARAMS: { code: CODE.INVALID_PARAMS, httpStatus: 200, ...BAD_REQUEST },
  INTERNAL_ERROR: {
    code: CODE.INTERNAL_ERROR,
    httpStatus: 500,
    restStatus: 500,
    grpcStatus: "INTERNAL",
  },
  PAYLOAD_TOO_LARGE: {
    code: CODE.INVALID_REQUEST,
    httpStatus: 413,
    restStatus: 413,
    grpcStatus: "INVALID_ARGUMENT",
  },
  UNSUPPORTED_MEDIA_TYPE: {
    // Not that of A2A: it is about the parts of a message.
    code: CODE.INVALID_REQUEST,
    httpStatus: 415,
    restStatus: 415,
    grpcStatus: "INVALID_ARGUMENT",
  },
  REQUEST_TIMEOUT: {
    code: CODE.INVALID_REQUEST,
    httpStatus: 408,
    restStatus: 408,
    grpcStatus: "INVALID_ARGUMENT",
  },
  HEADERS_TOO_LARGE: {
    code: CODE.INVALID_REQUEST,
    httpStatus: 431,
    restStatus: 431,
    grpcStatus: "INVALID_ARGUMENT",
  },
  UNAUTHENTICATED: {
    code: SERVER_ERROR_CODE,
    httpStatus: 401,
    restStatus: 401,
    grpcStatus: "UNAUTHENTICATED",
  },
  AUTHENTICATION_UNAVAILABLE: {
    code: CODE.INTERNAL_ERROR,
    httpStatus: 503,
    restStatus: 503,
    grpcStatus: "UNAVAILABLE",
    retryAfterSeconds: RETRY_AFTER_SECONDS,
  },
  PERMISSION_DENIED: {
    code: SERVER_ERROR_CODE,
    httpStatus: 403,
    restStatus: 403,
    grpcStatus: "PERMISSION_DENIED",
  },
  AGENT_DRAINING: {
    code: CODE.INTERNAL_ERROR,
    httpStatus: 503,
    restStatus: 503,
    grpcStatus: "UNAVAILABLE",
    retryAfterSeconds: RETRY_AFTER_SECONDS,
  },
  AGENT_OVERLOADED: {
    code: CODE.INTERNAL_ERROR,
    httpStatus: 503,
    restStatus: 503,
    grpcStatus: "UNAVAILABLE",
    retryAfterSeconds: RETRY_AFTER_SECONDS,
  },
  /** The agent behind the proxy takes no connections: nothing was begun. */
  AGENT_UNREACHABLE: {
    code: CODE.INTERNAL_ERROR,
    httpStatus: 503,
    restStatus: 503,
    grpcStatus: "UNAVAILABLE",
    retryAfterSeconds: RETRY_AFTER_SECONDS,
  },
  /** It broke off: what it has done until then is not known, and nobody should try again unasked. */
  AGENT_BROKE_OFF: {
    code: CODE.INTERNAL_ERROR,
    httpStatus: 502,
    restStatus: 502,
    grpcStatus: "INTERNAL",
  },
  /** It answered with an error of its own, and its own words. */
  AGENT_FAILED: {
    code: CODE.INTERNAL_ERROR,
    httpStatus: 500,
    restStatus: 500,
    grpcStatus: "INTERNAL",
  },
  TASK_NOT_FOUND: {
    code: CODE.TASK_NOT_FOUND,
    httpStatus: 200,
    restStatus: 404,
    grpcStatus: "NOT_FOUND",
    isStandard: true,
  },
  TASK_NOT_CANCELABLE: { code: CODE.TASK_NOT_CANCELABLE, ...FAILED_PRECONDITION },
  PUSH_NOTIFICATION_NOT_SUPPORTED: {
    code: CODE.PUSH_NOTIFICATION_NOT_SUPPORTED,
    ...FAILED_PRECONDITION,
  },
  UNSUPPORTED_OPERATION: { code: CODE.UNSUPPORTED_OPERATION, ...FAILED_PRECONDITION },
  CONTENT_TYPE_NOT_SUPPORTED: {
    code: CODE.CONTENT_TYPE_NOT_SUPPORTED,
    httpStatus: 200,
    ...BAD_REQUEST,
    isStandard: true,
  },
  INVALID_AGENT_RESPONSE: {
    code: CODE.INVALID_AGENT_RESPONSE,
    httpStatus: 200,
    restStatus: 500,
    grpcStatus: "INTERNAL",
    isStandard: true,
  },
  EXTENDED_AGENT_CARD_NOT_CONFIGURED: {
    code: CODE.EXTENDED_CARD_NOT_CONFIGURED,
    ...FAILED_PRECONDITION,
  },
  EXTENSION_SUPPORT_REQUIRED: { code: CODE.EXTENSION_SUPPORT_REQUIRED, ...FAILED_PRECONDITION },
  VERSION_NOT_SUPPORTED: { code: CODE.VERSION_NOT_SUPPORTED, ...FAILED_PRECONDITION },
} as const satisfies Record<string, ErrorKind>;

/** Why a request was not done. */
export type ErrorReason = keyof typeof ERROR_KINDS;

/** What is wrong with one member of a request (google.rpc.BadRequest). */
export interface FieldViolation {
  /** Where it is: `message.parts[0].text`. */
  field: string;
  description: string;
}

/** What is sent to a caller whose request was not done. */
export interface WireError {
  reason: ErrorReason;
  /** The status of HTTP when the binding is JSON-RPC. */
  httpStatus: number;
  /** The status of HTTP when the binding is HTTP+JSON. */
  restStatus: number;
  grpcStatus: GrpcStatus;
  retryAfterSeconds: number | undefined;
  /** What the answer says besides, such as `Retry-After` and `WWW-Authenticate`. */
  headers: Readonly<Record<string, string>>;
  /** The member `error` of a JSON-RPC answer. Its data are the details of HTTP+JSON. */
  body: { code: number; message: string; data: ErrorDetail[] };
}

export interface RefusedErrorOptions extends ErrorOptions {
  /** Seconds after which the same request may be tried again. Defaults to what the reason says. */
  retryAfterSeconds?: number;
  /** Headers of the answer, such as `WWW-Authenticate`. */
  headers?: Readonly<Record<string, string>>;
  /** What is wrong with which member of the request. */
  violations?: readonly FieldViolation[];
}

/** A request that is not done for a reason of our own. Everything else is an error of the SDK. */
export class RefusedError extends Error {
  readonly reason: ErrorReason;
  readonly retryAfterSeconds: number | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly violations: readonly FieldViolation[];

  constructor(reason: ErrorReason, message: string, options: RefusedErrorOptions = {}) {
    super(message, options);
    this.name = "RefusedError";
    this.reason = reason;
    this.retryAfterSeconds = options.retryAfterSeconds;
    this.headers = options.headers ?? {};
    this.violations = options.violations ?? [];
  }
}

/** What a caller sees of an error: of one that nobody foresaw only that there was one. */
export function toWireError(error: unknown): WireError {
  const reason = getReason(error);
  const kind: ErrorKind = ERROR_KINDS[reason];
  const refused = error instanceof RefusedError ? error : undefined;
  const retryAfterSeconds = refused?.retryAfterSeconds ?? kind.retryAfterSeconds;
  const message =
    reason === "INTERNAL_ERROR" ? "The agent could not do this. Its log says why." : getText(error);
  return {
    reason,
    httpStatus: kind.httpStatus,
    restStatus: kind.restStatus,
    grpcStatus: kind.grpcStatus,
    retryAfterSeconds,
    headers: {
      ...(retryAfterSeconds === undefined ? {} : { "Retry-After": String(retryAfterSeconds) }),
      ...refused?.headers,
    },
    body: {
      code: kind.code,
      message,
      data: toDetails(reason, kind, retryAfterSeconds, refused?.violations ?? []),
    },
  };
}

function toDetails(
  reason: ErrorReason,
  { isStandard }: ErrorKind,
  retryAfterSeconds: number | undefined,
  violations: readonly FieldViolation[],
): ErrorDetail[] {
  const details: ErrorDetail[] = [
    {
      "@type": ERROR_INFO_TYPE,
      reason,
      domain: isStandard ? A2A_ERROR_DOMAIN : OWN_PREFIX.slice(0, -1),
    },
  ];
  if (retryAfterSeconds !== undefined) {
    details.push({
      "@type": "type.googleapis.com/google.rpc.RetryInfo",
      retryDelay: `${retryAfterSeconds}s`,
    });
  }
  if (violations.length > 0) {
    details.push({
      "@type": "type.googleapis.com/google.rpc.BadRequest",
      fieldViolations: violations,
    });
  }
  return details;
}

function getReason(error: unknown): ErrorReason {
  if (error instanceof RefusedError) {
    return error.reason;
  }
  if (error instanceof A2AError && Object.hasOwn(ERROR_KINDS, error.reason)) {
    return error.reason as ErrorReason;
  }
  return "INTERNAL_ERROR";
}

function getText(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
