import { ADMIN_PORT, ENVIRONMENT, METRICS_PORT } from "@berth/contract";
import type { Command } from "commander";
import { parseAgentUrl, parsePort } from "./parse-options.js";

/** Adds the options for where a command listens for A2A. */
export function addListenOptions(command: Command, defaultPort: number): Command {
  return command
    .option(
      "--port <port>",
      `the port for A2A, 0 for any free one (default: ${ENVIRONMENT.port}, ${defaultPort})`,
      parsePort,
    )
    .option("--host <address>", "the address to listen on (default: all interfaces)");
}

/** Adds those for all of its ports, and for where callers reach it. */
export function addServerOptions(command: Command, defaultPort: number): Command {
  return addListenOptions(command, defaultPort)
    .option(
      "--metrics-port <port>",
      `the port for metrics, 0 for any free one (default: ${METRICS_PORT})`,
      parsePort,
    )
    .option(
      "--admin-port <port>",
      `the port for probes and drain, 0 for any free one (default: ${ADMIN_PORT})`,
      parsePort,
    )
    .option(
      "--url <url>",
      `where callers reach the agent (default: ${ENVIRONMENT.agentUrl}, http://localhost or --host, with the port)`,
      parseAgentUrl,
    );
}
