import { createEngineSandbox } from "../engine/engine-sandbox.ts";
import { prepareEngine } from "../engine/engine.ts";
import type { BenchResult } from "../runner/bench.ts";
import { createProgress } from "../tools/progress.ts";
import { buildPackages } from "./build-packages.ts";
import { toGrowth } from "./component/growth.ts";
import { requireSamePlan } from "./component/planned-objects.ts";
import { createPreviews, type Preview, PROGRAMS } from "./component/previews.ts";
import { type Samples, runRounds } from "./rounds.ts";
import { type Column, toPart } from "./runtime/report.ts";

/** How often the previews of so many agents are measured: of more agents a preview varies less. */
interface Amount {
  agents: number;
  rounds: number;
}

const DEFAULT_AMOUNTS: readonly Amount[] = [
  { agents: 1, rounds: 9 },
  { agents: 50, rounds: 7 },
  { agents: 500, rounds: 3 },
];

export interface BenchOptions {
  /** From few to many agents. Defaults to 1, 50 and 500 of them, in 9, 7 and 3 rounds. */
  amounts?: readonly Amount[];
}

/**
 * Measures previews of agents against a program that has the same objects written out by hand, each
 * agent's below an empty component. Takes a quarter of an hour; both cores are to be free.
 *
 * No cluster takes part: the provider echoes what it is asked for, so what is measured is the
 * programs, the language host and the engine.
 */
export async function bench({
  amounts = DEFAULT_AMOUNTS,
}: BenchOptions = {}): Promise<BenchResult> {
  const progress = createProgress();
  buildPackages("contract", "sdk");
  const engine = await prepareEngine({ progress });
  const sandbox = await createEngineSandbox(engine);
  Object.assign(sandbox.environment, { STANDIN_PREVIEW: "echo", KUBECONFIG: "/dev/null" });
  try {
    const previews = await createPreviews(
      sandbox,
      amounts.map(({ agents }) => agents),
      progress,
    );
    const few = Math.min(...amounts.map(({ agents }) => agents));
    requireSamePlan(await previews.plan("ours", few), await previews.plan("flat", few));
    const rounds = Math.min(...amounts.map((amount) => amount.rounds));
    const result: BenchResult = { rounds, figures: [], ratios: {} };
    const measured: [agents: number, Samples<Preview>][] = [];
    for (const { agents, rounds: ownRounds } of amounts) {
      const contenders = PROGRAMS.map((name) => ({
        name,
        measure: () => previews.measure(name, agents),
      }));
      // The plans above have filled the caches, and every preview is a new process.
      const samples = await runRounds(contenders, { rounds: ownRounds, warmupRounds: 0 });
      const { figures, ratios } = toPart(samples, toColumns(agents));
      const roundsName = `previewOf${agents}Rounds`;
      result.figures.push({ name: roundsName, value: ownRounds, unit: "" }, ...figures);
      Object.assign(result.ratios, ratios);
      measured.push([agents, samples]);
    }
    const { figures, ratios } = toGrowth(measured);
    result.figures.push(...figures);
    Object.assign(result.ratios, ratios);
    return { ...result, versions: describeParts(engine.standIns) };
  } finally {
    await sandbox.remove();
  }
}

function toColumns(agents: number): Column<Preview>[] {
  return [
    {
      name: `previewOf${agents}Wall`,
      unit: "s",
      read: ({ wallSeconds }) => wallSeconds,
      ratioGoals: { flat: "at most 1.1" },
    },
    {
      name: `previewOf${agents}Cpu`,
      unit: "s",
      read: ({ cpuSeconds }) => cpuSeconds,
      ratioGoals: { flat: "at most 1.1" },
    },
  ];
}

/** A result that a stand-in took part in says so, and that the provider asked no cluster. */
function describeParts(standIns: readonly string[]): Record<string, string> {
  return {
    ...Object.fromEntries(standIns.map((part) => [part.split(/[ :]/)[0] ?? part, "(stand-in)"])),
    cluster: "none: previews echo their inputs",
  };
}
