import { CARD_FILE_PATH, DEFAULT_AGENT_PORT, ENVIRONMENT } from "@berth/contract";
import { Command } from "commander";
import { createAgentServer } from "../agent-server.js";
import { toCardSecurity, withSecurity } from "../auth/card-security.js";
import { toCardDocument, toInterfaces } from "../card/card-document.js";
import { loadCards } from "../card/load-card.js";
import { readConfig } from "../config.js";
import { toCurlCommand } from "../http/curl-command.js";
import { hostProcess } from "../server.js";
import { DEFAULT_TASK_RETENTION_SECONDS } from "../tasks/memory-task-store.js";
import { loadExecutor } from "./executor-module.js";
import { toGreeting } from "./greeting.js";
import { addServerOptions } from "./listen-options.js";
import { parseSeconds } from "./parse-options.js";

interface ServeOptions {
  card?: string;
  port?: number;
  metricsPort?: number;
  adminPort?: number;
  host?: string;
  url?: string;
  maxExecutionSeconds?: number;
  taskRetentionSeconds?: number;
}

const EXAMPLES = `
TypeScript is run as it is: nothing but types may be erased. Ctrl-C finishes the running tasks.

Examples:
  $ agent-runtime serve ./executor.ts --card card.json
  $ agent-runtime serve ./executor.js --card card.json --port 8001 --host localhost
  $ AGENT_NAME=Echo AGENT_DESCRIPTION="Says it again" AGENT_VERSION=1.0.0 \\
    AGENT_SKILLS='[{"id":"echo","name":"Echo","description":"Says it again","tags":["echo"]}]' \\
    agent-runtime serve ./executor.js
`;

/** Makes the command that serves an agent. */
export function createServeCommand(print: (text: string) => void): Command {
  const command = new Command("serve")
    .description("Serve an agent: what the executor does, as A2A.")
    .argument("<executor>", "a module that exports the function execute, .js or .ts")
    .option(
      "--card <file>",
      `the card, as JSON (default: ${ENVIRONMENT.cardFile}, ${CARD_FILE_PATH})`,
    );
  return addServerOptions(command, DEFAULT_AGENT_PORT)
    .option(
      "--max-execution-seconds <seconds>",
      "how long the executor may work on a message (default: as long as it takes)",
      parseSeconds,
    )
    .option(
      "--task-retention-seconds <seconds>",
      `how long a task can be asked for after its end (default: ${DEFAULT_TASK_RETENTION_SECONDS})`,
      parseSeconds,
    )
    .addHelpText("after", EXAMPLES)
    .action(async (executor: string, { card: cardFile, ...options }: ServeOptions) => {
      // What the executor imports may take long to load, and nothing is lost by then.
      const unwatch = hostProcess.onSignal(() => {
        hostProcess.exit(0);
      });
      const config = readConfig();
      const given =
        cardFile === undefined ? {} : { cardFile: { path: cardFile, setting: "--card" } };
      const { card } = loadCards(given, config).main;
      const server = createAgentServer({
        ...options,
        ...(cardFile === undefined ? {} : { cardFile }),
        executor: await loadExecutor(executor),
      });
      const listening = server.listen();
      unwatch();
      const addresses = await listening;
      if (!config.isInPod) {
        const { auth, compatibility } = config;
        const shown = auth === undefined ? card : withSecurity(card, toCardSecurity(auth));
        const interfaces = toInterfaces(addresses.url, compatibility !== "off");
        print(
          toGreeting({
            title: `${card.name} ${card.version} is ready.`,
            urlName: "Page",
            addresses,
            host: options.host,
            command: toCurlCommand(toCardDocument(shown, interfaces)),
            stopping: "finishes the running tasks",
          }),
        );
      }
    });
}
