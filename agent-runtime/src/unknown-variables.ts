import { ENVIRONMENT } from "@berth/contract";

const PREFIX = "A2A_";

const KNOWN: readonly string[] = Object.values(ENVIRONMENT);

/** What Kubernetes tells each container of a Service, such as one called `a2a-agent`. */
const SERVICE_VARIABLES = /_SERVICE_HOST$|_SERVICE_PORT(_\w+)?$|_PORT_\d+_(TCP|UDP|SCTP)(_\w+)?$/;

/** It also tells of the Service's port as a URL, by a name that somebody may have meant for a number. */
const SERVICE_URL = /^(tcp|udp|sctp):\/\//;

/**
 * The variables that look like ours, and are none: they may be misspelt, or somebody else's. In a pod there are
 * those of Services, too, which nobody has written.
 */
export function findUnknownVariables(
  environment: Readonly<Record<string, string | undefined>>,
): string[] {
  return Object.entries(environment)
    .filter(
      ([name, value]) =>
        name.startsWith(PREFIX) &&
        !KNOWN.includes(name) &&
        !SERVICE_VARIABLES.test(name) &&
        !(name.endsWith("_PORT") && SERVICE_URL.test(value ?? "")),
    )
    .map(([name]) => name)
    .sort();
}
