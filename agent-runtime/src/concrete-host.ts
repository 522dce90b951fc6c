import { isIPv6 } from "node:net";

/** What a server listens on that listens on every address. */
const ALL_ADDRESSES: readonly string[] = ["0.0.0.0", "[::]"];

/**
 * The host of a URL for the one address that a server listens on. Undefined where it listens on all of them,
 * and for the zone of a link-local address, which has no place in a URL.
 */
export function toConcreteHost(host: string | undefined): string | undefined {
  if (host === undefined) {
    return undefined;
  }
  const hostname = URL.parse(`http://${isIPv6(host) ? `[${host}]` : host}`)?.hostname;
  return ALL_ADDRESSES.some((address) => address === hostname) ? undefined : hostname;
}
