import type { IncomingHttpHeaders } from "node:http";
import type { ForwardedHosts } from "./forwarded-hosts.js";

/** The headers that decide which URL a caller gets to see. */
export const AUDIENCE_HEADERS = ["X-Forwarded-Host", "X-Forwarded-Proto", "X-Forwarded-Prefix"];

const PROTOCOLS = ["http", "https"];

/** Segments of a path that need no encoding and do not lead upwards. */
const PREFIX = /^(?:\/(?!\.{1,2}(?:\/|$))[\w.~-]+)+$/;

const MAX_PREFIX_LENGTH = 256;

/**
 * Finds the URL under which a caller reaches the agent, when it is not the agent's own one.
 *
 * A caller comes through a gateway when `X-Forwarded-Host`, or else `Host`, is a host that is
 * believed. The gateway may say with `X-Forwarded-Proto` how it is called, and with
 * `X-Forwarded-Prefix` what it takes off the path; without them they are as in the agent's own URL.
 */
export function createAudienceUrls(
  ownUrl: string,
  hosts: ForwardedHosts,
): (headers: IncomingHttpHeaders) => string | undefined {
  if (!hosts.isAny) {
    return () => undefined;
  }
  const own = new URL(ownUrl);
  return (headers) => {
    const host = findHost(headers, hosts);
    if (host === undefined) {
      return undefined;
    }
    const given = getFirst(headers["x-forwarded-proto"])?.toLowerCase();
    const protocol = given !== undefined && PROTOCOLS.includes(given) ? `${given}:` : own.protocol;
    const path = toPath(getFirst(headers["x-forwarded-prefix"])) ?? own.pathname;
    const url = `${protocol}//${host}${path}`;
    return url === own.href ? undefined : url;
  };
}

function findHost(headers: IncomingHttpHeaders, hosts: ForwardedHosts): string | undefined {
  const forwarded = getFirst(headers["x-forwarded-host"]);
  const found = forwarded === undefined ? undefined : hosts.find(forwarded);
  return found ?? (headers.host === undefined ? undefined : hosts.find(headers.host));
}

function toPath(prefix: string | undefined): string | undefined {
  const path = prefix?.replace(/\/+$/, "");
  if (path === undefined || path.length > MAX_PREFIX_LENGTH) {
    return undefined;
  }
  return path === "" ? "/" : PREFIX.test(path) ? `${path}/` : undefined;
}

/** Each proxy on the way appends: the first value is of the one that the caller sees. */
function getFirst(header: string | string[] | undefined): string | undefined {
  const text = Array.isArray(header) ? header[0] : header;
  const end = text?.indexOf(",") ?? -1;
  return (end === -1 ? text : text?.slice(0, end))?.trim();
}
