import { CARD_FILE_PATH, ENVIRONMENT, HTTP_PATHS, SIDECAR_PORT } from "@berth/contract";
import { Command } from "commander";
import { readConfig } from "../config.js";
import { createAgentProxy } from "../proxy/agent-proxy.js";
import type { AgentProxyOptions } from "../proxy/proxy-options.js";
import { DEFAULT_UPSTREAM_URL } from "../proxy/upstream-url.js";
import { toGreeting } from "./greeting.js";
import { addServerOptions } from "./listen-options.js";
import { parseAgentUrl, parseCount, parsePath } from "./parse-options.js";

interface ProxyOptions extends Omit<AgentProxyOptions, "card" | "cardFile"> {
  upstream?: string;
  card?: string;
  maxTasks?: number;
}

const EXAMPLES = `
The agent may be written with any framework: it answers A2A 1.0, 0.3 or 0.2 by itself. In a pod, 'preStop'
of the agent's container asks ${HTTP_PATHS.drain} on the port for probes, and waits until its tasks have ended.

Examples:
  $ agent-runtime proxy --upstream http://127.0.0.1:8000
  $ agent-runtime proxy --upstream http://127.0.0.1:9000/agent --card card.json --port 8080
  $ agent-runtime proxy --upstream http://127.0.0.1:8000 --max-tasks 1
`;

/** Makes the command that runs in front of an agent. */
export function createProxyCommand(print: (text: string) => void): Command {
  const command = new Command("proxy")
    .description(
      "Run in front of an agent of any framework: card, versions, limits, metrics, drain.",
    )
    .option(
      "--upstream <url>",
      `where the agent listens (default: ${ENVIRONMENT.upstreamUrl}, ${DEFAULT_UPSTREAM_URL})`,
      parseAgentUrl,
    )
    .option(
      "--upstream-card-path <path>",
      "the path of the agent's own card (default: A2A_UPSTREAM_CARD_PATH, where cards are)",
      parsePath,
    )
    .option(
      "--upstream-rpc-path <path>",
      "the path where the agent takes JSON-RPC (default: A2A_UPSTREAM_RPC_PATH, what its card says)",
      parsePath,
    )
    .option(
      "--card <file>",
      `the card, as JSON (default: ${ENVIRONMENT.cardFile}, ${CARD_FILE_PATH}, that of the agent)`,
    );
  return addServerOptions(command, SIDECAR_PORT)
    .option(
      "--max-tasks <count>",
      "how many tasks the agent works on at a time (default: A2A_MAX_CONCURRENT_TASKS, as many as come)",
      parseCount,
    )
    .addHelpText("after", EXAMPLES)
    .action(async ({ card: cardFile, maxTasks, upstream, ...options }: ProxyOptions) => {
      const proxy = createAgentProxy({
        ...options,
        ...(upstream === undefined ? {} : { upstreamUrl: upstream }),
        ...(cardFile === undefined ? {} : { cardFile }),
        ...(maxTasks === undefined ? {} : { maxConcurrentTasks: maxTasks }),
      });
      const addresses = await proxy.listen();
      if (!readConfig().isInPod) {
        print(
          toGreeting({
            title: "The proxy listens.",
            urlName: "Agent",
            addresses,
            host: options.host,
            command: `  agent-runtime send ${addresses.url} "Hello"`,
            stopping: "waits for the running tasks",
          }),
        );
      }
    });
}
