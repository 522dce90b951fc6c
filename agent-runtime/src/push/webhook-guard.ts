import type { LookupAddress } from "node:dns";
import { lookup as lookupHost } from "node:dns/promises";
import { isIP, type LookupFunction } from "node:net";
import { RequestMalformedError } from "@a2a-js/sdk/errors";
import { ENVIRONMENT } from "@berth/contract";
import type { Clock } from "../clock.js";
import { getUrlHost, getUrlPort } from "../url-address.js";
import { isForbiddenAddress } from "./forbidden-addresses.js";
import type { WebhookAllowlist } from "./webhook-allowlist.js";

/** Whoever creates a config waits so long for the addresses of its host, and no longer. */
const MAX_CHECK_MS = 2_000;

/**
 * A webhook to which nothing may be sent. The message is for whoever asked for it: it has neither
 * the path of the URL nor an address that a name resolves to.
 */
export class WebhookForbiddenError extends RequestMalformedError {
  constructor(message: string) {
    super(message);
    this.name = "WebhookForbiddenError";
  }
}

/** Returns all addresses of a host. */
export type ResolveHost = (host: string) => Promise<LookupAddress[]>;

export interface WebhookGuardOptions {
  allowlist: WebhookAllowlist;
  clock: Clock;
  /** Defaults to what the machine says. */
  resolveHost?: ResolveHost;
}

/**
 * Keeps an agent from being sent to places that only it can reach (A2A 1.0, section 13.2): those
 * that are not on the public internet, unless an allowlist names them.
 */
export interface WebhookGuard {
  /** @throws WebhookForbiddenError when the URL alone shows that it is of no use. */
  parse: (url: string) => URL;
  /**
   * Looks up where a webhook is. A host that cannot be resolved now passes: it may be later, and
   * is checked then.
   *
   * @throws WebhookForbiddenError.
   */
  check: (url: URL) => Promise<void>;
  /**
   * Makes the lookup for a connection. The connection goes to an address that it has checked,
   * whatever the name resolves to a moment later. It is not asked for hosts that are addresses:
   * those `parse` has checked.
   */
  createLookup: (url: URL) => LookupFunction;
}

/** Makes a guard. */
export function createWebhookGuard(options: WebhookGuardOptions): WebhookGuard {
  const { allowlist, clock } = options;
  const resolveHost = options.resolveHost ?? ((host) => lookupHost(host, { all: true }));

  const isPermitted = (address: string, port: number): boolean =>
    !isForbiddenAddress(address) || allowlist.hasAddress(address, port);

  const parse = (text: string): URL => {
    if (!URL.canParse(text)) {
      throw new WebhookForbiddenError("'url' must be an absolute http or https URL.");
    }
    const url = new URL(text);
    if (url.protocol !== "http:" && url.protocol !== "https:") {
      throw new WebhookForbiddenError(`'url' (${url.protocol}) must be an http or https URL.`);
    }
    if (url.username !== "" || url.password !== "") {
      throw new WebhookForbiddenError(
        `'url' (${url.origin}) must not have a user or a password. Put them into 'authentication'.`,
      );
    }
    const host = getUrlHost(url);
    if (isIP(host) !== 0 && !isPermitted(host, getUrlPort(url))) {
      throw toForbidden(url);
    }
    return url;
  };

  const resolve = async (url: URL): Promise<LookupAddress[]> => {
    const host = getUrlHost(url);
    const addresses = await resolveHost(host);
    const port = getUrlPort(url);
    const areAllPermitted = addresses.every(({ address }) => isPermitted(address, port));
    if (!areAllPermitted && !allowlist.hasHost(host, port)) {
      throw toForbidden(url);
    }
    return addresses;
  };

  return {
    parse,
    check: async (url) => {
      const timeout = Promise.withResolvers<undefined>();
      const cancelTimer = clock.startTimer(MAX_CHECK_MS, () => {
        timeout.resolve(undefined);
      });
      try {
        await Promise.race([resolve(url), timeout.promise]);
      } catch (error) {
        if (error instanceof WebhookForbiddenError) {
          throw error;
        }
      } finally {
        cancelTimer();
      }
    },
    createLookup:
      (url) =>
      (_host, { all }, callback) => {
        resolve(url).then(
          (addresses) => {
            const [first] = addresses;
            if (first === undefined) {
              callback(new Error("The host has no address."), "");
            } else if (all === true) {
              callback(null, addresses);
            } else {
              callback(null, first.address, first.family);
            }
          },
          (error: unknown) => {
            callback(error as NodeJS.ErrnoException, "");
          },
        );
      },
  };
}

function toForbidden(url: URL): WebhookForbiddenError {
  return new WebhookForbiddenError(
    `'url' (${url.origin}) must lead to the public internet, not to a private, local or reserved address. ` +
      `Use another webhook, or have this one allowed by whoever runs the agent (${ENVIRONMENT.webhookAllowlist}).`,
  );
}
