import { Command } from "commander";
import { createProgress } from "../tools/progress.ts";
import { readExceptions } from "./exceptions.ts";
import { type Finding, judgeFindings, type LintException } from "./finding.ts";
import { lintManifests } from "./lint-manifests.ts";
import { SAMPLE_FILES } from "./samples.ts";

const EXCEPTIONS = "test/manifests/exceptions.yaml";

function toFindingLine({ linter, rule, kind, name, message }: Finding): string {
  return `${linter} ${rule} on ${kind} '${name}': ${message}`;
}

function toExceptionLine({ linter, rule, kind }: LintException): string {
  return `${linter} ${rule} on ${kind} is not found any more. Remove it from ${EXCEPTIONS}.`;
}

const program = new Command("npm run lint:manifests --")
  .description(
    "Runs kube-score and checkov on the default manifests. The first time installs them.",
  )
  .addHelpText(
    "after",
    `
A finding fails unless ${EXCEPTIONS} has a reason for it; so does an exception from nothing.
The manifests are left in test/out/manifests/.

Example:
  npm run lint:manifests`,
  )
  .action(async () => {
    const exceptions = await readExceptions();
    const findings = await lintManifests(SAMPLE_FILES, "manifests", createProgress());
    const { unexplained, stale } = judgeFindings(findings, exceptions);
    const lines = [...unexplained.map(toFindingLine), ...stale.map(toExceptionLine)];
    if (lines.length > 0) {
      throw new Error(lines.join("\n"));
    }
    process.stdout.write(
      `kube-score and checkov find nothing but what ${EXCEPTIONS} has a reason for.\n`,
    );
  });

try {
  await program.parseAsync();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
