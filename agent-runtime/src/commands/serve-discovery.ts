import { CARD_FILE_PATH, DEFAULT_AGENT_PORT } from "@berth/contract";
import { Command } from "commander";
import { existsSync } from "node:fs";
import { createAgentServer } from "../agent-server.js";
import { readConfig, type RuntimeConfig } from "../config.js";
import { DISCOVERY_CARD } from "../discovery/discovery-card.js";
import { createDiscoveryExecutor } from "../discovery/discovery-executor.js";
import { createLog } from "../log.js";
import {
  addSourceOptions,
  createSourceRegistry,
  type DiscoverSourceOptions,
} from "./discover-source.js";
import { addListenOptions } from "./listen-options.js";

interface ServeDiscoveryOptions extends DiscoverSourceOptions {
  host?: string;
  port?: number;
}

const EXAMPLES = `
It is an agent as any other: its card is the mounted one, and where there is none it has one of its own.

Examples:
  $ agent-runtime serve-discovery
  $ agent-runtime serve-discovery --all-namespaces
  $ agent-runtime serve-discovery --peers-file peers.json --host localhost --port 8002
  $ agent-runtime send http://localhost:8002 "Who can summarize a web page?"
`;

/** Makes the command that serves an agent which knows the others. */
export function createServeDiscoveryCommand(print: (text: string) => void): Command {
  const command = addSourceOptions(
    new Command("serve-discovery").description(
      'Serve an agent that answers "Who can do this?" about the agents of a cluster, or those on a list.',
    ),
  );
  return addListenOptions(command, DEFAULT_AGENT_PORT)
    .addHelpText("after", EXAMPLES)
    .action(async ({ host, port, ...source }: ServeDiscoveryOptions) => {
      const config = readConfig();
      const log = createLog({ level: config.logLevel });
      const registry = createSourceRegistry(source, { ...config, log });
      const server = createAgentServer({
        executor: createDiscoveryExecutor(registry, { ownUrl: config.url }),
        ...(hasCard(config) ? {} : { card: DISCOVERY_CARD }),
        ...(host === undefined ? {} : { host }),
        ...(port === undefined ? {} : { port }),
      });
      const { cardUrl, url } = await server.listen();
      if (!config.isInPod) {
        print(`The agent directory is ready at ${url}, its card at ${cardUrl}\n`);
      }
    });
}

/** True when the deployment says what is on the card. */
function hasCard({ cardEnvironment, cardFile }: RuntimeConfig): boolean {
  const { name, skills } = cardEnvironment;
  return (cardFile ?? name ?? skills) !== undefined || existsSync(CARD_FILE_PATH);
}
