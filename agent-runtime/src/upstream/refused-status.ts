import type { IncomingHttpHeaders } from "node:http";
import { UpstreamError, type UpstreamFailure } from "./upstream-error.js";

/** What the statuses say by which an agent, or what is in front of it, refuses a request of any kind. */
const FAILURES: Readonly<Record<number, UpstreamFailure | undefined>> = {
  401: "unauthenticated",
  403: "forbidden",
  429: "busy",
  503: "busy",
};

/** The time of day is not meant: a clock in a pod may be wrong. */
const SECONDS = /^\d{1,6}$/;

/** What an answer of such a status says; undefined for one that is to be read. */
export function toStatusError(head: {
  status: number;
  headers: IncomingHttpHeaders;
}): UpstreamError | undefined {
  const { headers, status } = head;
  const failure = FAILURES[status];
  if (failure === undefined) {
    return undefined;
  }
  const retryAfter = headers["retry-after"] ?? "";
  const challenge = headers["www-authenticate"];
  return new UpstreamError(failure, `It answers ${status}.`, {
    ...(SECONDS.test(retryAfter) ? { retryAfterSeconds: Number(retryAfter) } : {}),
    ...(challenge === undefined ? {} : { headers: { "WWW-Authenticate": challenge } }),
  });
}
