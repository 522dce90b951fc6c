import { BlockList, isIP } from "node:net";

/** Addresses that begin with the same bits. */
export interface Subnet {
  address: string;
  prefixLength: number;
}

/** Tells whether an IP address belongs to a set. What is no address does not. */
export type AddressSet = (address: string) => boolean;

/** The number of bits of an address of a family. */
export function getBits(family: 4 | 6): number {
  return family === 4 ? 32 : 128;
}

/**
 * Makes a set of all addresses of some subnets.
 *
 * Each family is looked up in its own list: one list of both takes every IPv4 address for one of
 * `::ffff:0:0/96`.
 */
export function createAddressSet(subnets: readonly Subnet[]): AddressSet {
  const ipv4 = new BlockList();
  const ipv6 = new BlockList();
  for (const { address, prefixLength } of subnets) {
    if (isIP(address) === 4) {
      ipv4.addSubnet(address, prefixLength, "ipv4");
    } else {
      ipv6.addSubnet(address, prefixLength, "ipv6");
    }
  }
  return (address) => {
    switch (isIP(address)) {
      case 4:
        return ipv4.check(address, "ipv4");
      case 6:
        return ipv6.check(address, "ipv6");
      default:
        return false;
    }
  };
}
