import { Command } from "commander";
import { runBench } from "./bench.ts";
import {
  findClusterObstacle,
  isClusterUp,
  NoClusterError,
  startCluster,
  stopCluster,
} from "./cluster.ts";
import { NO_TESTS, sumCounts, toCountsLine, type Counts } from "./counts.ts";
import { runE2e } from "./e2e.ts";
import { runEverything, type Steps } from "./everything.ts";
import { findBenchGroups, findE2eGroups, hasCore, UnknownGroupError } from "./groups.ts";
import { runUnit } from "./vitest-run.ts";

/** Runs every end-to-end group there is. */
const ALL_GROUPS = "all";

const interruption = new AbortController();
for (const name of ["SIGINT", "SIGTERM"] as const) {
  // The running part ends, the cluster that was started for it goes down, the summary is told.
  process.once(name, () => {
    interruption.abort();
  });
}

const steps: Steps = {
  runUnit,
  findE2eGroups,
  hasCore,
  runE2e,
  findClusterObstacle,
  isClusterUp,
  startCluster,
  stopCluster,
  print: (line) => {
    console.log(line);
  },
};

function finish(counts: Counts): void {
  console.log(toCountsLine(counts));
  process.exitCode = counts.failed > 0 ? 1 : 0;
}

function listGroups(groups: readonly string[]): string {
  return groups.length === 0 ? "none yet" : groups.join(", ");
}

const program = new Command("runner")
  .description("Runs the tests and the measurements. Results are written to test/out/.")
  .showHelpAfterError();

program
  .command("test")
  .description(
    "unit tests, then ground and agent in full and the core of the other groups on a cluster",
  )
  .addHelpText("after", "\nExample:\n  npm test")
  .action(async () => {
    finish(await runEverything(steps, interruption.signal));
  });

program
  .command("unit")
  .description("tests that need no cluster")
  .addHelpText("after", "\nExample:\n  npm run test:unit")
  .action(async () => {
    finish(await runUnit(interruption.signal));
  });

program
  .command("e2e")
  .description("one end-to-end group on the running cluster")
  .argument("<group>", `${ALL_GROUPS}, or one of: ${listGroups(findE2eGroups())}`)
  .option("--core", "only the files *.core.test.ts, which npm test runs of later groups")
  .option("--long", "also the tests that take more than ten minutes each")
  .addHelpText(
    "after",
    `
Needs a cluster: npm run cluster -- up --nodes 2
Writes test/out/e2e-GROUP.json.

Examples:
  npm run e2e -- ground
  npm run e2e -- scaling --long
  npm run e2e -- ${ALL_GROUPS}`,
  )
  .action(async (group: string, options: { core?: boolean; long?: boolean }) => {
    const counts: Counts[] = [];
    for (const one of group === ALL_GROUPS ? findE2eGroups() : [group]) {
      counts.push(await runE2e(one, { ...options, signal: interruption.signal }));
    }
    finish(sumCounts(counts));
  });

program
  .command("bench")
  .description("one group of measurements, with its peers in the same run")
  .argument("<group>", `one of: ${listGroups(findBenchGroups())}`)
  .addHelpText(
    "after",
    `
Writes test/out/bench-GROUP.json and test/out/bench-GROUP.md.

Example:
  npm run bench -- GROUP`,
  )
  .action(async (group: string) => {
    console.log(await runBench(group));
  });

try {
  await program.parseAsync();
} catch (error) {
  const isExpected = error instanceof UnknownGroupError || error instanceof NoClusterError;
  console.error(isExpected ? error.message : error);
  if (!isExpected) {
    // Whoever reads only the last line must not take a broken runner for a good run.
    console.log(toCountsLine({ ...NO_TESTS, failed: 1 }));
  }
  process.exitCode = 1;
}
