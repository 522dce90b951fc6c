import type { IncomingHttpHeaders } from "node:http";

/**
 * What is between a caller and the proxy alone (RFC 9110, section 7.6.1), and what the proxy says itself
 * about what it sends.
 */
const OWN_HEADERS: ReadonlySet<string> = new Set([
  "a2a-extensions",
  "a2a-version",
  "accept",
  "accept-encoding",
  "berth-forwarded",
  "connection",
  "content-encoding",
  "content-length",
  "content-type",
  "expect",
  "host",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
  "x-a2a-extensions",
]);

/** The headers of a request that are the agent's to read: who calls, and what else it was told. */
export function toPassedHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  const passed: Record<string, string> = {};
  const named = toNames(headers.connection);
  for (const name in headers) {
    const value = headers[name];
    if (value !== undefined && !OWN_HEADERS.has(name) && !named.includes(name)) {
      passed[name] = typeof value === "string" ? value : value.join(", ");
    }
  }
  return passed;
}

/** The headers that are said to be for the next one alone (RFC 9110, section 7.6.1). */
function toNames(connection: string | undefined): readonly string[] {
  return connection === undefined || connection === "keep-alive"
    ? []
    : connection.split(",").map((name) => name.trim().toLowerCase());
}
