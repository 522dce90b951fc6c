import { HTTP_PATHS } from "@berth/contract";
import { toConcreteHost } from "../concrete-host.js";
import type { AgentServerAddresses } from "../server-options.js";

/** What somebody at a terminal is told of a server that listens. */
export interface Greeting {
  title: string;
  /** What is at its URL. */
  urlName: "Agent" | "Page";
  addresses: AgentServerAddresses;
  /** The address to listen on, where one was given. */
  host: string | undefined;
  /** Sends it a message. */
  command: string;
  /** What Ctrl-C does at first: `finishes the running tasks`. */
  stopping: string;
}

/** The lines of a greeting. */
export function toGreeting({ addresses, command, host, ...greeting }: Greeting): string {
  const { stopping, title, urlName } = greeting;
  const localHost = toConcreteHost(host) ?? "localhost";
  const { adminPort, cardUrl, metricsPort, url } = addresses;
  return [
    title,
    "",
    `  ${urlName.padEnd(7)}  ${url}`,
    `  Card     ${cardUrl}`,
    `  Metrics  http://${localHost}:${metricsPort}${HTTP_PATHS.metrics}`,
    `  Probes   http://${localHost}:${adminPort}${HTTP_PATHS.readiness}`,
    "",
    "Send it a message:",
    "",
    command,
    "",
    `Ctrl-C ${stopping} and stops it; a second Ctrl-C stops it at once.`,
    "",
  ].join("\n");
}
