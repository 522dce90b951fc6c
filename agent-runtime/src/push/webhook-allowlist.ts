import { isIP } from "node:net";
import { domainToASCII } from "node:url";
import { ENVIRONMENT, SettingsError, type SettingsIssue } from "@berth/contract";
import { type AddressSet, createAddressSet, getBits } from "./address-set.js";

/** What webhooks may be besides those on the public internet. */
export interface WebhookAllowlist {
  /** True when a host is allowed, whatever its addresses are. */
  hasHost: (host: string, port: number) => boolean;
  hasAddress: (address: string, port: number) => boolean;
}

/** What one entry allows. */
interface Entry {
  /** Undefined: any port. */
  port: number | undefined;
  hasHost: (host: string) => boolean;
  hasAddress: AddressSet;
}

const RULE =
  "must be a host name, a host name after '*.', an IP address or a CIDR block, with or without ':port'.";
const MAX_PORT = 65_535;

/** An IPv6 address or block with a port stands in brackets. */
const BRACKETED = /^\[(?<target>[^[\]]+)\](?::(?<port>\d{1,5}))?$/;
const PLAIN = /^(?<target>[^:]+)(?::(?<port>\d{1,5}))?$/;
const WILDCARD = "*.";

/** Allows nothing but the public internet. */
export const EMPTY_WEBHOOK_ALLOWLIST: WebhookAllowlist = createAllowlist([]);

/**
 * Reads the value of `A2A_WEBHOOK_ALLOWLIST`: entries with commas between them.
 *
 * - `hooks.agents.svc.cluster.local`: the host, whatever its addresses are;
 * - `*.agents.svc.cluster.local`: every host below, at any depth;
 * - `10.20.0.7`, `fd00::7`, `10.20.0.0/16`, `fd00::/8`: addresses, also as what a name resolves to;
 * - any of them with a port, and only that one is allowed: `10.20.0.7:8443`, `[fd00::/8]:8443`.
 *
 * @throws SettingsError with all issues at once.
 */
export function parseWebhookAllowlist(text: string): WebhookAllowlist {
  const issues: SettingsIssue[] = [];
  const entries = text.split(",").flatMap((raw, index) => {
    const entry = parseEntry(raw.trim());
    if (entry === undefined) {
      const propertyPath = `${ENVIRONMENT.webhookAllowlist}[${index}]`;
      issues.push({ propertyPath, reason: `'${propertyPath}' (${raw.trim()}) ${RULE}` });
    }
    return entry ?? [];
  });
  if (issues.length > 0) {
    throw new SettingsError(issues);
  }
  return createAllowlist(entries);
}

/** The name of a host as it is compared: in ASCII, small letters, without the dot of the root. */
function toCanonicalHost(host: string): string {
  return domainToASCII(host).replace(/\.$/, "");
}

function createAllowlist(entries: readonly Entry[]): WebhookAllowlist {
  const has = (port: number, matches: (entry: Entry) => boolean): boolean =>
    entries.some((entry) => (entry.port === undefined || entry.port === port) && matches(entry));
  return {
    hasHost: (host, port) => has(port, (entry) => entry.hasHost(toCanonicalHost(host))),
    hasAddress: (address, port) => has(port, (entry) => entry.hasAddress(address)),
  };
}

function parseEntry(text: string): Entry | undefined {
  const addresses = parseAddresses(text);
  if (addresses !== undefined) {
    return { port: undefined, hasHost: () => false, hasAddress: addresses };
  }
  const bracketed = BRACKETED.exec(text)?.groups;
  const { target, port } = bracketed ?? PLAIN.exec(text)?.groups ?? {};
  if (target === undefined || Number(port ?? 1) > MAX_PORT || Number(port ?? 1) === 0) {
    return undefined;
  }
  const own = { port: port === undefined ? undefined : Number(port) };
  const targetAddresses = parseAddresses(target);
  if (targetAddresses !== undefined) {
    return { ...own, hasHost: () => false, hasAddress: targetAddresses };
  }
  const hasHost = bracketed === undefined ? parseHost(target) : undefined;
  return hasHost === undefined ? undefined : { ...own, hasHost, hasAddress: () => false };
}

/** Reads an address or a block. */
function parseAddresses(text: string): AddressSet | undefined {
  const [address = "", prefix, ...rest] = text.split("/");
  const family = isIP(address);
  if ((family !== 4 && family !== 6) || rest.length > 0 || address.includes("%")) {
    return undefined;
  }
  const bits = getBits(family);
  const prefixLength = prefix === undefined ? bits : Number(prefix);
  const isPrefix = prefix === undefined || (/^\d{1,3}$/.test(prefix) && prefixLength <= bits);
  return isPrefix ? createAddressSet([{ address, prefixLength }]) : undefined;
}

/** Reads the name of a host, or of all hosts below one. */
function parseHost(text: string): ((host: string) => boolean) | undefined {
  const isWildcard = text.startsWith(WILDCARD);
  const name = toCanonicalHost(isWildcard ? text.slice(WILDCARD.length) : text);
  // What is none of a host is cut off or decoded on the way to ASCII.
  if (/[/?#\\@%\s]/.test(text) || !isHostName(name)) {
    return undefined;
  }
  return isWildcard ? (host) => host.endsWith(`.${name}`) : (host) => host === name;
}

/** True for what is left of a host name in ASCII; what is none has become empty or an address. */
function isHostName(name: string): boolean {
  return name !== "" && isIP(name) === 0 && !/[*[\]]|\.\.|^\./.test(name);
}
