import { BlockList, isIP } from "node:net";
import { getUrlHost } from "./url-address.js";

/** From where a host can be reached. */
export type HostKind = "loopback" | "cluster" | "other";

const loopback = new BlockList();
loopback.addSubnet("127.0.0.0", 8, "ipv4");
loopback.addAddress("::1", "ipv6");

/** Tells from its name from where the host of a URL can be reached. */
export function toHostKind(url: string): HostKind {
  const host = getUrlHost(new URL(url));
  const family = isIP(host);
  if (family !== 0) {
    return loopback.check(host, family === 6 ? "ipv6" : "ipv4") ? "loopback" : "other";
  }
  if (host === "localhost" || host.endsWith(".localhost")) {
    return "loopback";
  }
  // A name without a dot, and one of a Service.
  const isInCluster =
    !host.includes(".") || /\.svc(\.|$)/.test(host) || host.endsWith(".cluster.local");
  return isInCluster ? "cluster" : "other";
}
