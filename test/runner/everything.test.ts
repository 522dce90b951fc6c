import { describe, expect, it, vi } from "vitest";
import { runEverything, type Steps } from "./everything.ts";

const GOOD = { passed: 3, failed: 0, skipped: 0 };

function setUp(changes: Partial<Omit<Steps, "runE2e">> = {}) {
  const lines: string[] = [];
  const steps = {
    runUnit: vi.fn<Steps["runUnit"]>().mockResolvedValue(GOOD),
    findE2eGroups: () => ["drain", "ground", "slow"],
    hasCore: (group: string) => group === "drain",
    runE2e: vi.fn<Steps["runE2e"]>().mockResolvedValue(GOOD),
    findClusterObstacle: vi.fn<Steps["findClusterObstacle"]>().mockResolvedValue(undefined),
    isClusterUp: vi.fn<Steps["isClusterUp"]>().mockResolvedValue(false),
    startCluster: vi.fn<Steps["startCluster"]>().mockResolvedValue(true),
    stopCluster: vi.fn<Steps["stopCluster"]>().mockResolvedValue(true),
    print: (line: string) => lines.push(line),
    ...changes,
  };
  const interruption = new AbortController();
  const run = async () => await runEverything(steps, interruption.signal);
  return { steps, lines, interruption, run };
}

describe("npm test", () => {
  it("runs the unit tests, ground and agent in full, and then of the others what is their core", async () => {
    const { steps, run } = setUp({ findE2eGroups: () => ["agent", "drain", "ground", "slow"] });
    expect(await run()).toEqual({ passed: 12, failed: 0, skipped: 0 });
    expect(steps.runE2e.mock.calls.map(([group, { core }]) => [group, core])).toEqual([
      ["ground", false],
      ["agent", false],
      ["drain", true],
    ]);
  });

  it("takes down the cluster that it brought up", async () => {
    const { steps, run } = setUp();
    await run();
    expect(steps.stopCluster).toHaveBeenCalledTimes(1);
  });

  it("leaves a cluster up that was up before", async () => {
    const { steps, run } = setUp({ isClusterUp: () => Promise.resolve(true) });
    await run();
    expect(steps.stopCluster).not.toHaveBeenCalled();
  });

  it("counts the groups as skipped, with the reason, where no cluster can run", async () => {
    const { steps, lines, run } = setUp({
      findClusterObstacle: () => Promise.resolve("Root is needed."),
    });
    expect(await run()).toEqual({ passed: 3, failed: 0, skipped: 2 });
    expect(lines).toContain("  e2e ground: 0 passed, 0 failed, 1 skipped: Root is needed.");
    expect(steps.startCluster).not.toHaveBeenCalled();
  });

  it("fails when the cluster does not come up, and takes down what there is of it", async () => {
    const { steps, run } = setUp({ startCluster: () => Promise.resolve(false) });
    expect(await run()).toEqual({ passed: 3, failed: 1, skipped: 2 });
    expect(steps.stopCluster).toHaveBeenCalledTimes(1);
  });

  it("fails when the cluster leaves something behind", async () => {
    const { run } = setUp({ stopCluster: () => Promise.resolve(false) });
    expect(await run()).toEqual({ passed: 9, failed: 1, skipped: 0 });
  });

  it("goes on with the other groups when one breaks", async () => {
    const { steps, lines, run } = setUp();
    steps.runE2e.mockRejectedValueOnce(new Error("No cluster is up."));
    expect(await run()).toEqual({ passed: 6, failed: 1, skipped: 0 });
    expect(lines).toContain("  e2e ground: 0 passed, 1 failed, 0 skipped: No cluster is up.");
  });

  it("takes the cluster down and fails when it is interrupted", async () => {
    const { steps, interruption, run } = setUp();
    steps.runE2e.mockImplementationOnce(() => {
      interruption.abort();
      return Promise.resolve(GOOD);
    });
    expect(await run()).toEqual({ passed: 6, failed: 1, skipped: 1 });
    expect(steps.runE2e).toHaveBeenCalledTimes(1);
    expect(steps.stopCluster).toHaveBeenCalledTimes(1);
  });
});
