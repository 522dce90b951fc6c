import { ENVIRONMENT, SettingsError } from "@berth/contract";

const RULE =
  "must be a list of hosts, separated by commas, such as 'agents.example.com, *.example.org, " +
  "localhost:8443'. A '*' stands in front of a dot, for one name or several.";

/** A name or an address, in lower case, and a port where it is not the usual one. */
const HOST = /^(?:[a-z\d](?:[a-z\d.-]*[a-z\d])?|\[[a-f\d:.]+\])(?::\d{1,5})?$/;

const ANY_NAME = "*.";

/** Tells the hosts under which gateways may make an agent known. */
export interface ForwardedHosts {
  /** False: no header is believed. */
  readonly isAny: boolean;
  /** Returns the host in lower case when it is one of them. */
  find: (host: string) => string | undefined;
}

/**
 * Reads the hosts whose forwarding headers are believed.
 *
 * @throws SettingsError with all issues at once.
 */
export function parseForwardedHosts(text: string | undefined): string[] {
  const hosts = (text ?? "")
    .split(",")
    .map((host) => host.trim().toLowerCase())
    .filter((host) => host !== "");
  const issues = hosts
    .filter((host) => !isHost(host.startsWith(ANY_NAME) ? host.slice(ANY_NAME.length) : host))
    .map((host) => ({
      propertyPath: ENVIRONMENT.forwardedHosts,
      reason: `'${ENVIRONMENT.forwardedHosts}' (${host}) ${RULE}`,
    }));
  if (issues.length > 0) {
    throw new SettingsError(issues);
  }
  return [...new Set(hosts)];
}

/** Makes what finds a host of a request in a list that was read. */
export function createForwardedHosts(hosts: readonly string[]): ForwardedHosts {
  const names = new Set(hosts.filter((host) => !host.startsWith(ANY_NAME)));
  const endings = hosts.flatMap((host) => (host.startsWith(ANY_NAME) ? [host.slice(1)] : []));
  return {
    isAny: hosts.length > 0,
    find: (given) => {
      const host = given.toLowerCase();
      const isKnown =
        names.has(host) || (endings.some((ending) => host.endsWith(ending)) && isHost(host));
      return isKnown ? host : undefined;
    },
  };
}

function isHost(host: string): boolean {
  return HOST.test(host) && URL.canParse(`http://${host}`);
}
