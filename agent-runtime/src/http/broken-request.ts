import { STATUS_CODES } from "node:http";
import { type ErrorReason, RefusedError, toWireError } from "../errors.js";
import { toErrorBody } from "./error-body.js";

/** What a caller sent that is not HTTP, or not in time, by the code of the error of Node. */
const REFUSALS: Readonly<Record<string, [ErrorReason, message: string]>> = {
  ERR_HTTP_REQUEST_TIMEOUT: [
    "REQUEST_TIMEOUT",
    "The request took too long to come. Send it again, and faster.",
  ],
  HPE_CHUNK_EXTENSIONS_OVERFLOW: [
    "PAYLOAD_TOO_LARGE",
    "The extensions of a chunk are too long. Send chunks without them.",
  ],
  HPE_HEADER_OVERFLOW: ["HEADERS_TOO_LARGE", "The headers are too large. Send less in them."],
};

const NOT_HTTP: [ErrorReason, message: string] = [
  "INVALID_REQUEST",
  "What was sent must be a request of HTTP/1.1.",
];

/**
 * The whole answer to what is no request, or not all of one. Nobody can tell which binding it was
 * for: the error has the form of HTTP+JSON.
 */
export function toBrokenRequestText(code: string): string {
  const [reason, message] = REFUSALS[code] ?? NOT_HTTP;
  const error = toWireError(new RefusedError(reason, message));
  const body = JSON.stringify(toErrorBody(error));
  const head = [
    `HTTP/1.1 ${error.restStatus} ${String(STATUS_CODES[error.restStatus])}`,
    "Connection: close",
    "Content-Type: application/json",
    `Content-Length: ${Buffer.byteLength(body)}`,
  ];
  return [...head, "", body].join("\r\n");
}
