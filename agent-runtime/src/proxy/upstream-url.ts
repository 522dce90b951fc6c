import { DEFAULT_AGENT_PORT, SettingsError } from "@berth/contract";
import { toConcreteHost } from "../concrete-host.js";
import { toHostKind } from "../host-kind.js";
import { getUrlPort } from "../url-address.js";

/** Where the agent listens that nobody has said more of. */
export const DEFAULT_UPSTREAM_URL = `http://127.0.0.1:${DEFAULT_AGENT_PORT}`;

/** What `localhost` may be. */
const LOCALHOST: readonly string[] = ["localhost", "127.0.0.1", "[::1]"];

/** Where a proxy listens. */
interface ListeningPlace {
  /** Undefined: on all addresses. */
  host: string | undefined;
  /** 0: on a port that is not known yet. */
  port: number;
}

/**
 * Checks that a proxy does not stand in front of itself: one message would go round for ever.
 *
 * @throws SettingsError.
 */
export function expectOtherPort(upstreamUrl: string, { host, port }: ListeningPlace): void {
  const url = new URL(upstreamUrl);
  if (port !== 0 && port === getUrlPort(url) && isOwnHost(url, toConcreteHost(host))) {
    const reason =
      `'upstreamUrl' (${upstreamUrl}) must not be the port that the proxy listens on. Give the agent's with ` +
      "--upstream, or another --port.";
    throw new SettingsError([{ propertyPath: "upstreamUrl", reason }]);
  }
}

/** On one port, the proxy may well have one address and the agent another. */
function isOwnHost({ hostname, href }: URL, ownHost: string | undefined): boolean {
  if (ownHost === undefined) {
    return toHostKind(href) === "loopback" || toConcreteHost(hostname) === undefined;
  }
  const isLocalhost = [hostname, ownHost].includes("localhost");
  return (
    hostname === ownHost ||
    (isLocalhost && LOCALHOST.includes(hostname) && LOCALHOST.includes(ownHost))
  );
}
