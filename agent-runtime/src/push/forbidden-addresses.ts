import { isIP } from "node:net";
import { createAddressSet, type Subnet } from "./address-set.js";

/** IPv4 addresses that are not of the public internet (IANA IPv4 Special-Purpose Address Registry). */
const NOT_PUBLIC_IPV4: readonly Subnet[] = [
  { address: "0.0.0.0", prefixLength: 8 }, // this host
  { address: "10.0.0.0", prefixLength: 8 }, // private
  { address: "100.64.0.0", prefixLength: 10 }, // shared behind a provider's NAT
  { address: "127.0.0.0", prefixLength: 8 }, // loopback
  { address: "168.63.129.16", prefixLength: 32 }, // what Azure tells its machines
  { address: "169.254.0.0", prefixLength: 16 }, // link-local, with the metadata of most clouds
  { address: "172.16.0.0", prefixLength: 12 }, // private
  { address: "192.0.0.0", prefixLength: 24 }, // protocol assignments
  { address: "192.0.2.0", prefixLength: 24 }, // documentation
  { address: "192.88.99.0", prefixLength: 24 }, // 6to4 relays
  { address: "192.168.0.0", prefixLength: 16 }, // private
  { address: "198.18.0.0", prefixLength: 15 }, // benchmarks
  { address: "198.51.100.0", prefixLength: 24 }, // documentation
  { address: "203.0.113.0", prefixLength: 24 }, // documentation
  { address: "224.0.0.0", prefixLength: 4 }, // multicast
  { address: "240.0.0.0", prefixLength: 4 }, // reserved, and broadcast
];

/**
 * IPv6 addresses that are not of the public internet: everything outside of `2000::/3`, and what is
 * special inside (IANA IPv6 Special-Purpose Address Registry).
 */
const NOT_PUBLIC_IPV6: readonly Subnet[] = [
  // Unspecified, loopback, IPv4-mapped, NAT64.
  { address: "::", prefixLength: 3 },
  { address: "4000::", prefixLength: 2 },
  // Unique local, link-local, site-local, multicast.
  { address: "8000::", prefixLength: 1 },
  { address: "2001::", prefixLength: 23 }, // protocol assignments, such as Teredo
  { address: "2001:db8::", prefixLength: 32 }, // documentation
  { address: "2002::", prefixLength: 16 }, // 6to4
  { address: "3fff::", prefixLength: 20 }, // documentation
];

const isSpecial = createAddressSet([...NOT_PUBLIC_IPV4, ...NOT_PUBLIC_IPV6]);

/** True unless the text is an address of the public internet. */
export function isForbiddenAddress(address: string): boolean {
  return isIP(address) === 0 || isSpecial(address);
}
