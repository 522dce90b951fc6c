import { lookup } from "node:dns/promises";
import { isIP } from "node:net";
import type { AgentLog } from "../agent-task.js";
import type { Clock } from "../clock.js";
import { createRareLog } from "./rare-log.js";
import { waitAtMost } from "./wait-at-most.js";

/** How long the addresses are taken for right. */
const CACHE_MS = 1_000;

/** A resolver that has not answered by then does not answer in time for a caller. */
const RESOLVE_TIMEOUT_MS = 2_000;

/**
 * How long a replica counts as there after it has said so, or another one has. DNS may tell of it
 * half a minute later, for so long its answers are kept on the way.
 */
const ANNOUNCED_MS = 12_000;

/** A question goes to so many siblings at most. */
export const MAX_SIBLINGS = 50;

/** Another replica of the agent. */
export interface Sibling {
  readonly host: string;
  readonly port: number;
}

/** Where the replicas of the agent are. */
export interface Siblings {
  /** The other replicas; undefined when DNS does not tell at the moment. */
  find: () => Promise<readonly Sibling[] | undefined>;
  /** True when the address is that of another replica. */
  includes: (address: string) => Promise<boolean>;
  /**
   * A replica says that it is at an address. True when that is so: DNS tells of it by a name of its
   * own (`10-0-0-7.` before that of all), which nobody has asked for before.
   */
  announce: (address: string) => Promise<boolean>;
  /** The replicas that have said so lately. */
  getAnnounced: () => string[];
  /** Another replica has told that there are replicas at these addresses. */
  learn: (addresses: readonly string[]) => void;
}

/** Resolves a name to all its addresses, of both families. */
export type Resolve = (host: string) => Promise<readonly string[]>;

export interface SiblingsOptions {
  /** The name of a headless Service: it resolves to the address of every replica. */
  host: string;
  /** The port that every replica listens on for A2A. */
  port: number;
  /** The addresses of this replica. */
  ownAddresses: readonly string[];
  clock: Clock;
  log: AgentLog;
  /** Defaults to the resolver of the system. */
  resolve?: Resolve;
}

/** Makes what finds the other replicas of the agent. Addresses are asked for once a second at most. */
export function createSiblings(options: SiblingsOptions): Siblings {
  const { clock, host, port, resolve = resolveAll } = options;
  const own = new Set(options.ownAddresses.map(toPlainAddress));
  const isOther = (address: string): boolean => isIP(address) !== 0 && !own.has(address);
  const warn = createRareLog(options.log, clock);
  const announced = createRecentSet(clock);
  const learned = createRecentSet(clock);
  let cached: { addresses: Promise<readonly string[] | undefined>; atMs: number } | undefined;

  const resolveAddresses = async (): Promise<readonly string[] | undefined> => {
    try {
      const addresses = await waitAtMost(RESOLVE_TIMEOUT_MS, resolve(host), clock);
      return addresses.map(toPlainAddress);
    } catch (error) {
      warn({ host, err: error }, "The siblings cannot be resolved");
      return isNameUnknown(error) ? [] : undefined;
    }
  };
  const getAddresses = async (): Promise<readonly string[] | undefined> => {
    if (cached === undefined || clock.elapsedMs() - cached.atMs >= CACHE_MS) {
      cached = { addresses: resolveAddresses(), atMs: clock.elapsedMs() };
    }
    const addresses = await cached.addresses;
    return addresses === undefined
      ? undefined
      : [...new Set([...addresses, ...announced.get(), ...learned.get()])].filter(isOther);
  };
  const includes = async (address: string): Promise<boolean> =>
    (await getAddresses())?.includes(toPlainAddress(address)) ?? false;
  const isNamed = async (address: string): Promise<boolean> => {
    try {
      const name = `${address.replaceAll(/[.:]/g, "-")}.${host}`;
      const addresses = await waitAtMost(RESOLVE_TIMEOUT_MS, resolve(name), clock);
      return addresses.map(toPlainAddress).includes(address);
    } catch {
      // There is no such name, and no such replica.
      return false;
    }
  };

  return {
    find: async () => {
      const addresses = await getAddresses();
      if (addresses === undefined) {
        return undefined;
      }
      const asked = pickFamily(addresses);
      if (asked.length > MAX_SIBLINGS) {
        warn({ host, count: asked.length, asked: MAX_SIBLINGS }, "Not all siblings are asked");
      }
      return asked.slice(0, MAX_SIBLINGS).map((address) => ({ host: address, port }));
    },
    includes,
    announce: async (given) => {
      const address = toPlainAddress(given);
      const isReplica = isOther(address) && ((await includes(address)) || (await isNamed(address)));
      if (isReplica) {
        announced.add(address);
      }
      return isReplica;
    },
    getAnnounced: announced.get,
    learn: (addresses) => {
      for (const address of addresses) {
        learned.add(toPlainAddress(address));
      }
    },
  };
}

/** Texts that are forgotten when they have not been added again for a while. */
interface RecentSet {
  add: (text: string) => void;
  get: () => string[];
}

function createRecentSet(clock: Clock): RecentSet {
  const untilMs = new Map<string, number>();
  return {
    add: (text) => {
      untilMs.set(text, clock.elapsedMs() + ANNOUNCED_MS);
    },
    get: () => {
      for (const [text, endMs] of untilMs) {
        if (endMs <= clock.elapsedMs()) {
          untilMs.delete(text);
        }
      }
      return [...untilMs.keys()];
    },
  };
}

/** An IPv4 address is one also where it comes as an IPv6 one, as it does on a socket for both. */
function toPlainAddress(address: string): string {
  const lower = address.toLowerCase();
  return lower.startsWith("::ffff:") && lower.includes(".") ? lower.slice("::ffff:".length) : lower;
}

/**
 * A replica with an address of each family is to be asked once: the family with more addresses is
 * taken, IPv4 when both have as many.
 */
function pickFamily(addresses: readonly string[]): readonly string[] {
  const v6 = addresses.filter((address) => address.includes(":"));
  const v4 = addresses.filter((address) => !address.includes(":"));
  return v6.length > v4.length ? v6 : v4;
}

/** DNS is sure that the name has no address. All else may be otherwise a second later. */
function isNameUnknown(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === "ENOTFOUND";
}

async function resolveAll(host: string): Promise<string[]> {
  const found = await lookup(host, { all: true });
  return found.map(({ address }) => address);
}
