import { parseArgs } from "node:util";
import type { CommandHost } from "../command/command-host.js";
import { toCommandLines } from "./command-lines.js";
import { examineCluster } from "./examine-cluster.js";
import { hasProblem } from "./finding.js";
import {
  type ClusterChoice,
  ClusterError,
  createKubectl,
  type Kubectl,
  readCluster,
} from "./read-cluster.js";
import { toReportText } from "./report.js";

/** What the command is given by its process. */
export interface PreflightHost extends CommandHost {
  /** Makes what runs kubectl. Undefined for that of the machine. */
  createKubectl?: (choice: ClusterChoice) => Kubectl;
}

const HELP = `Usage: berth preflight [options]

Looks at a cluster before an AgentPlatform is made there, says what is in the way and which args to give.
It asks by kubectl, as you are logged in, and changes nothing.

Options:
  --context <name>     the context of the kubeconfig (default: the current one)
  --kubeconfig <file>  the kubeconfig (default: that of kubectl)
  --json               print the findings as JSON
  -h, --help           print this

It ends with 1 when something stands in the way.

Examples:
  $ npx @berth/berth preflight
  $ npx @berth/berth preflight --context staging
  $ npx @berth/berth preflight --json | jq '.sections[].findings[] | select(.level == "problem")'
`;

/**
 * Runs `berth preflight`.
 *
 * @param args are what follows its name.
 * @returns the exit code.
 */
export async function runPreflightCommand(
  args: readonly string[],
  host: PreflightHost,
): Promise<0 | 1> {
  let options: ClusterChoice & { help?: boolean; json?: boolean };
  try {
    options = parseOptions(args);
  } catch (error) {
    host.printError(`${(error as Error).message}\nSee 'berth preflight --help'.\n`);
    return 1;
  }
  if (options.help === true) {
    host.print(HELP);
    return 0;
  }
  try {
    return await preflight(options, host);
  } catch (error) {
    if (!(error instanceof ClusterError)) {
      throw error;
    }
    host.printError(`${error.message}\n`);
    return 1;
  }
}

function parseOptions(args: readonly string[]): ClusterChoice & { help?: boolean; json?: boolean } {
  return parseArgs({
    args: [...args],
    options: {
      context: { type: "string" },
      kubeconfig: { type: "string" },
      json: { type: "boolean" },
      help: { type: "boolean", short: "h" },
    },
  }).values;
}

async function preflight(
  { context, json, kubeconfig }: ClusterChoice & { json?: boolean },
  { hasColours, print, ...host }: PreflightHost,
): Promise<0 | 1> {
  const choice = { context, kubeconfig };
  const facts = await readCluster((host.createKubectl ?? createKubectl)(choice));
  const sections = examineCluster(facts, toCommandLines(choice));
  print(
    json === true
      ? `${JSON.stringify({ kubernetes: facts.kubernetes.version, sections }, null, 2)}\n`
      : toReportText(sections, hasColours),
  );
  return hasProblem(sections) ? 1 : 0;
}
