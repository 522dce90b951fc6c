import { z } from "zod";
import { runCommand } from "../tools/command.ts";
import type { Finding } from "./finding.ts";

/** The part of the JSON report that is read. */
const reportSchema = z.object({
  results: z.object({
    failed_checks: z.array(
      z.object({ check_id: z.string(), check_name: z.string(), resource: z.string() }),
    ),
  }),
  summary: z.object({
    passed: z.number(),
    parsing_errors: z.number(),
    resource_count: z.number(),
  }),
});

/**
 * Reads what checkov reported.
 *
 * @param objects is how many objects it was given: it counts the pods of a Deployment besides.
 * @throws Error when it has not looked at all of them.
 */
export function parseCheckov(report: string, objects: number): Finding[] {
  const { results, summary } = reportSchema.parse(JSON.parse(report));
  if (summary.parsing_errors > 0 || summary.resource_count < objects || summary.passed === 0) {
    throw new Error(
      `checkov has looked at ${summary.resource_count} of ${objects} objects, with ` +
        `${summary.parsing_errors} files that it cannot read and ${summary.passed} checks passed.`,
    );
  }
  return results.failed_checks.map(({ check_id, check_name, resource }) => {
    const [kind = "", , ...name] = resource.split(".");
    return { linter: "checkov", rule: check_id, kind, name: name.join("."), message: check_name };
  });
}

/**
 * Runs checkov on a folder with manifests.
 *
 * It asks nobody: neither for a newer version, nor for what its makers say about a rule. Settings and
 * keys that a person has for it elsewhere are not used.
 *
 * @param python is one that has it: `ensureCheckov` installs it.
 */
export async function runCheckov(
  python: string,
  folder: string,
  objects: number,
): Promise<Finding[]> {
  const { stdout } = await runCommand(
    [
      ...[python, "-m", "checkov.main", "--directory", folder, "--framework", "kubernetes"],
      ...["--skip-download", "--compact", "--quiet", "--soft-fail", "--output", "json"],
    ] as [string, ...string[]],
    {
      cwd: folder,
      environment: {
        CKV_SKIP_PACKAGE_UPDATE_CHECK: "true",
        BC_SKIP_MAPPING: "TRUE",
        BC_API_KEY: "",
        HOME: folder,
      },
    },
  );
  return parseCheckov(stdout, objects);
}
