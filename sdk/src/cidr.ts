import { isIP } from "node:net";

const PREFIX_LENGTH = /^(0|[1-9]\d{0,2})$/;

/** The rule of `isCidr`, to follow the name of a property and its value. */
export const CIDR_RULE = "must be a block of addresses, such as '10.1.2.0/24' or 'fd00:1::/48'.";

/** Tells whether a text is a block of addresses of IPv4 or IPv6. */
export function isCidr(text: string): boolean {
  const [address = "", prefix = "", ...others] = text.split("/");
  const version = isIP(address);
  const longest = version === 4 ? 32 : 128;
  return (
    version !== 0 &&
    others.length === 0 &&
    // A zone is of one machine.
    !address.includes("%") &&
    PREFIX_LENGTH.test(prefix) &&
    Number(prefix) <= longest
  );
}
