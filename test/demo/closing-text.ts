import { relative } from "node:path";
import { ROOT_FOLDER } from "../runner/layout.ts";
import { DEMO_PATHS } from "./demo-folder.ts";
import type { DevOutputs } from "./stack.ts";

/** What the last lines of a run tell. */
export interface ClosingFacts {
  outputs: DevOutputs;
  /** The path of kubectl, as a shell finds it. */
  kubectl: string;
  standIns: readonly string[];
}

function fromRoot(path: string): string {
  return relative(ROOT_FOLDER, path);
}

/** Says what was made, where to look, and what to try next. Every command can be copied as it is. */
export function toClosingText({ outputs, kubectl, standIns }: ClosingFacts): string {
  const { agentNamespace, agentUrls } = outputs;
  const width = Math.max(...Object.keys(agentUrls).map((name) => name.length));
  const agents = Object.entries(agentUrls).map(([name, url]) => `  ${name.padEnd(width)}  ${url}`);
  const config = `--config-file ${fromRoot(DEMO_PATHS.stackConfig)}`;
  return [
    "",
    `What was made: the namespace ${agentNamespace} with ${agents.length} agents`,
    ...agents,
    "",
    "Where to look",
    `  . ${fromRoot(DEMO_PATHS.environment)}   # points your shell at this cluster and this stack`,
    `  ${kubectl} get pods,services,configmaps --namespace ${agentNamespace}`,
    `  ${kubectl} logs --namespace ${agentNamespace} deployment/research`,
    `  ${kubectl} port-forward --namespace ${agentNamespace} service/research 8000   # then http://localhost:8000`,
    "",
    "What to try next",
    "  Edit the card in stacks/agents/research.ts, or the code in examples/agents/research.",
    "  npm run demo             # builds and rolls out what has changed",
    `  npm run pulumi -- preview ${config}`,
    "  npm run demo -- --down   # removes everything",
    ...(standIns.length === 0
      ? []
      : [
          "",
          "Parts of the engine that are stand-ins here",
          ...standIns.map((part) => `  ${part}`),
        ]),
    "",
  ].join("\n");
}

/** A file that a shell sources to find the cluster and the stack. */
export function toEnvironmentFile(environment: Readonly<Record<string, string>>): string {
  return Object.entries(environment)
    .map(([name, value]) => `export ${name}='${value.replaceAll("'", `'\\''`)}'\n`)
    .join("");
}
