import { z } from "zod";
import { CommandError, runCommand } from "../tools/command.ts";
import type { Finding } from "./finding.ts";

/** The oldest Kubernetes that kube-score is to judge by: Berth's default. */
const KUBERNETES_VERSION = "v1.33";

/** What else there is to check, beside what kube-score checks by itself. */
const OPTIONAL_TESTS = ["container-seccomp-profile", "container-ports-check"];

/** The best grade: anything less is a finding. */
const ALL_GOOD = 10;

/** The part of the JSON report that is read. */
const reportSchema = z.array(
  z.object({
    type_meta: z.object({ kind: z.string() }),
    object_meta: z.object({ name: z.string() }),
    checks: z.array(
      z.object({
        check: z.object({ id: z.string(), name: z.string() }),
        grade: z.number(),
        skipped: z.boolean(),
        comments: z.array(z.object({ path: z.string(), summary: z.string() })).nullable(),
      }),
    ),
  }),
);

/**
 * Reads what kube-score reported.
 *
 * @throws Error when it has not looked at a Deployment.
 */
export function parseKubeScore(report: string): Finding[] {
  const objects = reportSchema.parse(JSON.parse(report));
  if (!objects.some(({ type_meta }) => type_meta.kind === "Deployment")) {
    throw new Error("kube-score has not found a Deployment in what it was given.");
  }
  return objects.flatMap(({ type_meta, object_meta, checks }) =>
    checks
      .filter(({ grade, skipped }) => !skipped && grade < ALL_GOOD)
      .map(({ check, comments }) => ({
        linter: "kube-score",
        rule: check.id,
        kind: type_meta.kind,
        name: object_meta.name,
        message: (comments ?? []).map(toMessage).join("; ") || check.name,
      })),
  );
}

function toMessage({ path, summary }: { path: string; summary: string }): string {
  return path === "" ? summary : `${path}: ${summary}`;
}

/**
 * Runs kube-score on files with manifests.
 *
 * @param kubeScore is its binary: `ensureGoTool` builds it.
 */
export async function runKubeScore(
  kubeScore: string,
  files: readonly string[],
): Promise<Finding[]> {
  const options = OPTIONAL_TESTS.flatMap((test) => ["--enable-optional-test", test]);
  const report = await runCommand([
    ...[kubeScore, "score", "--output-format", "json", "--kubernetes-version", KUBERNETES_VERSION],
    ...options,
    ...files,
  ] as [string, ...string[]]).catch((error: unknown) => {
    // It ends with 1 for findings as it does for files that it cannot read; then it has no report.
    if (error instanceof CommandError && error.exitCode === 1 && error.stdout !== "") {
      return error;
    }
    throw error;
  });
  return parseKubeScore(report.stdout);
}
