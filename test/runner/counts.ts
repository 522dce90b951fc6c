import { z } from "zod";

/** How the tests of a run ended. */
export interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

export const NO_TESTS: Counts = { passed: 0, failed: 0, skipped: 0 };

/** The part of vitest's JSON report that is counted. */
const reportSchema = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
  testResults: z.array(
    z.object({ status: z.string(), assertionResults: z.array(z.object({ status: z.string() })) }),
  ),
});

/**
 * Counts one vitest run. A run that ended badly never counts as a good one.
 *
 * @param report is the text of its JSON report, undefined when it wrote none.
 * @param exitCode is that of vitest: not 0 where, say, an error escaped every test.
 */
export function toCounts(report: string | undefined, exitCode: number): Counts {
  const tests = report === undefined ? NO_TESTS : countTests(report);
  return exitCode === 0 || tests.failed > 0 ? tests : { ...tests, failed: 1 };
}

function countTests(report: string): Counts {
  const parsed = reportSchema.parse(JSON.parse(report));
  // A file that cannot be loaded, or whose hook fails, fails without a failed test in it.
  const brokenFiles = parsed.testResults.filter(
    (file) =>
      file.status === "failed" && !file.assertionResults.some((test) => test.status === "failed"),
  );
  return {
    passed: parsed.numPassedTests,
    failed: parsed.numFailedTests + brokenFiles.length,
    skipped: parsed.numPendingTests + parsed.numTodoTests,
  };
}

export function sumCounts(counts: readonly Counts[]): Counts {
  return counts.reduce(
    (sum, one) => ({
      passed: sum.passed + one.passed,
      failed: sum.failed + one.failed,
      skipped: sum.skipped + one.skipped,
    }),
    NO_TESTS,
  );
}

/** The plain line every run ends with: `12 passed, 0 failed, 1 skipped`. */
export function toCountsLine({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}
