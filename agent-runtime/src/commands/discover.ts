import { Command } from "commander";
import { systemClock } from "../clock.js";
import { readConfig } from "../config.js";
import type { AgentQuery, AgentRegistry } from "../discovery/agent-registry.js";
import { toListedAgent } from "../discovery/listed-agent.js";
import { toOneLine } from "../discovery/one-line.js";
import { hostProcess } from "../server.js";
import type { AnswerOutput } from "./answer-printer.js";
import { toAgentTable, toProblemLines } from "./discover-report.js";
import {
  addSourceOptions,
  createSourceRegistry,
  type DiscoverSourceOptions,
} from "./discover-source.js";
import { type AgentChange, watchAgents } from "./discover-watch.js";

interface DiscoverOptions extends DiscoverSourceOptions, AgentQuery {
  json?: boolean;
  watch?: boolean;
}

const EXAMPLES = `
Agents are Services with the label 'protocol: a2a' whose card validates. In a pod it asks the cluster, which
takes the verbs get, list and watch on services and endpointslices. It ends with 1 when no agent is found, and
when something is wrong with one: that goes to the standard error. READY says whether a pod of it is ready, of
one on a list whether it handed out its card.

With --api-url the API server asks agents for their cards: NetworkPolicies that keep it out leave them unread.

Examples:
  $ agent-runtime discover
  $ agent-runtime discover --skill summary --namespace agents --namespace tools
  $ agent-runtime discover --text "Who can summarize a web page?" --json
  $ agent-runtime discover --all-namespaces --watch
  $ kubectl proxy &
  $ agent-runtime discover --api-url http://127.0.0.1:8001 --namespace agents
  $ agent-runtime discover --peers-file peers.json --tag data
`;

/** Makes the command that finds agents. */
export function createDiscoverCommand(output: AnswerOutput): Command {
  return addSourceOptions(
    new Command("discover").description(
      "Find the agents of a cluster, or those on a list: which there are, and who can do what.",
    ),
  )
    .option("--skill <id>", "only agents with a skill of this id")
    .option("--tag <tag>", "only agents with a skill of this tag")
    .option("--text <words>", "only agents that the words fit, the best first")
    .option("--json", "print JSON: one value, or with --watch a line for each change")
    .option("--watch", "go on, and print what becomes of them until Ctrl-C")
    .addHelpText("after", EXAMPLES)
    .action(async (options: DiscoverOptions) => {
      const registry = createSourceRegistry(options, readConfig());
      const { skill, tag, text } = options;
      const query = { skill, tag, text };
      if (options.watch === true) {
        await watch(registry, query, options.json === true, output);
        return;
      }
      await registry.whenSettled();
      registry.close();
      hostProcess.setExitCode(report(registry, query, options, output));
    });
}

/** Prints what was found, and says what to do next. */
function report(
  registry: AgentRegistry,
  query: AgentQuery,
  { apiUrl, json }: DiscoverOptions,
  { note, result }: AnswerOutput,
): 0 | 1 {
  const matches = registry.find(query);
  const [best] = matches;
  const troubles = toTroubles(registry);
  if (json === true) {
    const agents = matches.map(toListedAgent);
    const value = { agents, problems: registry.problems(), failures: registry.failures() };
    result(`${JSON.stringify(value, null, 2)}\n`);
  } else if (best !== undefined) {
    result(toAgentTable(matches));
  }
  for (const line of troubles) {
    note(line);
  }
  if (best === undefined) {
    // Where something is wrong, that says why there is nothing.
    if (troubles.length === 0 || registry.list().length > 0) {
      note(toNothing(registry));
    }
  } else if (json !== true) {
    note(toNextStep(best.agent, apiUrl !== undefined));
  }
  return best !== undefined && troubles.length === 0 ? 0 : 1;
}

function toNothing(registry: AgentRegistry): string {
  const count = registry.list().length;
  return count === 0
    ? "No agent was found. Agents are Services with the label 'protocol: a2a', in the namespaces that were looked at."
    : `None of the agents that were found (${count}) is such a one. See all of them without --skill, --tag and --text.`;
}

function toNextStep(
  { name, namespace, url }: { name: string; namespace?: string | undefined; url: string },
  isOutside: boolean,
): string {
  const port = new URL(url).port || "80";
  const commands = isOutside
    ? [
        `kubectl port-forward --namespace ${namespace ?? "default"} service/${name} 8000:${port} &`,
        'agent-runtime send http://localhost:8000 "Hello"',
      ]
    : [`agent-runtime send ${url} "Hello"`];
  return ["", "Send one a message:", "", ...commands.map((command) => `  ${command}`)].join("\n");
}

/** Resolves when it is told to stop. */
async function watch(
  registry: AgentRegistry,
  query: AgentQuery,
  isJson: boolean,
  { note, result }: AnswerOutput,
): Promise<void> {
  const told = Promise.withResolvers<undefined>();
  const unwatch = hostProcess.onSignal(() => {
    told.resolve(undefined);
    registry.close();
  });
  await registry.whenSettled();
  const end = watchAgents({
    registry,
    query,
    now: systemClock.now,
    onChange: (change) => {
      result(isJson ? `${JSON.stringify(change)}\n` : toChangeLine(change));
    },
    onTrouble: note,
    toTrouble: () => toTroubles(registry),
  });
  await told.promise;
  unwatch();
  end();
}

function toChangeLine({ agent, change, time }: AgentChange): string {
  const { isReady, name, namespace, skills, url } = agent;
  const subject = namespace === undefined ? name : `${namespace}/${name}`;
  const ids = skills.map(({ id }) => id).join(", ");
  const told = [subject, isReady ? "ready" : "not ready", url, ids].map(toOneLine);
  return `${[time, change.padEnd(7), ...told].join("  ")}\n`;
}

function toTroubles(registry: AgentRegistry): string[] {
  return [...registry.failures(), ...registry.problems().flatMap(toProblemLines)];
}
