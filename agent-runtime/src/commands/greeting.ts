import { HTTP_PATHS } from "@berth/contract";
import type { AgentServerAddresses } from "../server-options.js";

/** What somebody at a terminal is told of a server that listens. */
export interface Greeting {
  title: string;
  /** What is at its URL. */
  urlName: "Agent" | "Page";
  addresses: AgentServerAddresses;
  /** Sends it a message. */
  command: string;
  /** What Ctrl-C does at first: `finishes the running tasks`. */
  stopping: string;
}

/** The lines of a greeting. */
export function toGreeting({ addresses, command, stopping, title, urlName }: Greeting): string {
  const { adminPort, cardUrl, metricsPort, url } = addresses;
  return [
    title,
    "",
    `  ${urlName.padEnd(7)}  ${url}`,
    `  Card     ${cardUrl}`,
    `  Metrics  http://localhost:${metricsPort}${HTTP_PATHS.metrics}`,
    `  Probes   http://localhost:${adminPort}${HTTP_PATHS.readiness}`,
    "",
    "Send it a message:",
    "",
    command,
    "",
    `Ctrl-C ${stopping} and stops it; a second Ctrl-C stops it at once.`,
    "",
  ].join("\n");
}
