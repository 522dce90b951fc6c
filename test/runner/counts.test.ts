import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sumCounts, toCounts, toCountsLine, type Counts } from "./counts.ts";

function toReport(report: { passed?: number; failed?: number; files?: [string, string[]][] }) {
  return JSON.stringify({
    numPassedTests: report.passed ?? 0,
    numFailedTests: report.failed ?? 0,
    numPendingTests: 2,
    numTodoTests: 1,
    testResults: (report.files ?? []).map(([status, tests]) => ({
      status,
      assertionResults: tests.map((one) => ({ status: one })),
    })),
  });
}

describe("toCounts", () => {
  it("counts pending and todo tests as skipped", () => {
    expect(toCounts(toReport({ passed: 4 }), 0)).toEqual({ passed: 4, failed: 0, skipped: 3 });
  });

  it("counts a file that cannot be loaded as one failure", () => {
    const report = toReport({ passed: 4, files: [["failed", []]] });
    expect(toCounts(report, 1)).toEqual({ passed: 4, failed: 1, skipped: 3 });
  });

  it("does not count a failed test twice for the file it is in", () => {
    const report = toReport({ failed: 1, files: [["failed", ["failed", "passed"]]] });
    expect(toCounts(report, 1).failed).toBe(1);
  });

  it("counts a failure when every test passed and vitest ended with an error all the same", () => {
    expect(toCounts(toReport({ passed: 4 }), 1)).toEqual({ passed: 4, failed: 1, skipped: 3 });
  });

  it("counts a failure when vitest died before it wrote a report", () => {
    expect(toCounts(undefined, 137)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });
});

describe("sumCounts", () => {
  const counts: fc.Arbitrary<Counts> = fc.record({
    passed: fc.nat(),
    failed: fc.nat(),
    skipped: fc.nat(),
  });

  it("gives for two lists what it gives for them joined", () => {
    fc.assert(
      fc.property(fc.array(counts), fc.array(counts), (some, others) => {
        expect(sumCounts([sumCounts(some), sumCounts(others)])).toEqual(
          sumCounts([...some, ...others]),
        );
      }),
    );
  });
});

describe("toCountsLine", () => {
  it("is one plain line", () => {
    expect(toCountsLine({ passed: 12, failed: 0, skipped: 1 })).toBe(
      "12 passed, 0 failed, 1 skipped",
    );
  });
});
