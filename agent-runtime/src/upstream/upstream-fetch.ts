import type { UpstreamConnection, UpstreamRequest } from "./upstream-connection.js";

/** Statuses that come without a body. */
const EMPTY_STATUSES: readonly number[] = [204, 205, 304];

/** The connections as a `fetch`, for parts of the SDK that want one. @throws UpstreamError. */
export function createUpstreamFetch(connection: Pick<UpstreamConnection, "stream">): typeof fetch {
  return async (input, init = {}) => {
    const { pathname, search } = new URL(input instanceof Request ? input.url : input);
    const { body, headers, method = "GET", signal } = init;
    const answer = await connection.stream({
      method: method as UpstreamRequest["method"],
      path: `${pathname}${search}`,
      headers: Object.fromEntries(new Headers(headers)),
      body: typeof body === "string" ? body : undefined,
      signal: signal ?? undefined,
    });
    const { chunks, status } = answer;
    const given = Object.entries(answer.headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, String(value)] as [string, string]],
    );
    if (EMPTY_STATUSES.includes(status)) {
      await chunks.return();
      return new Response(null, { status, headers: given });
    }
    return new Response(ReadableStream.from(chunks) as ReadableStream<Uint8Array<ArrayBuffer>>, {
      status,
      headers: given,
    });
  };
}
