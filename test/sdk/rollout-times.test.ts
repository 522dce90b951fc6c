import { describe, expect, it } from "vitest";
import {
  MAX_ROLLOUT_STEPS,
  toDeploymentTimeoutSeconds,
  toStartupFailureThreshold,
} from "../../sdk/src/rollout-times.ts";

describe("toDeploymentTimeoutSeconds", () => {
  it.each([
    [1, 1],
    [2, 2],
    [3, 3],
    [4, 4],
    [5, 3],
    [8, 4],
    [9, 3],
    [100, 4],
    // What only the API server judges.
    [0, 1],
  ])("gives %i replicas %i steps of a deadline and a margin", (replicas, steps) => {
    const times = { replicas, progressDeadlineSeconds: 600, terminationGracePeriodSeconds: 120 };
    expect(toDeploymentTimeoutSeconds(times)).toBe(steps * 630);
  });

  it("leaves the pods the time to end, when that is longer than a rollout", () => {
    const times = { replicas: 1, progressDeadlineSeconds: 30 };
    expect(toDeploymentTimeoutSeconds({ ...times, terminationGracePeriodSeconds: 3600 })).toBe(
      3630,
    );
    expect(toDeploymentTimeoutSeconds({ ...times, terminationGracePeriodSeconds: 10 })).toBe(60);
  });
});

it.each([
  [11, 2],
  [12, 2],
  [120, 7],
  [601, 10],
])("kills no container within a deadline of %i s that is asked every %i s", (deadline, period) => {
  // The first probe comes at once.
  const killedAfter = (toStartupFailureThreshold(deadline, period) - 1) * period;
  expect(killedAfter).toBeGreaterThanOrEqual(deadline);
  expect(killedAfter).toBeLessThan(deadline + period);
});

it("has no number of pods whose rollout has more steps than the slowest", () => {
  const toTimeout = (replicas: number) =>
    toDeploymentTimeoutSeconds({
      replicas,
      progressDeadlineSeconds: 600,
      terminationGracePeriodSeconds: 120,
    });
  const all = Array.from({ length: 100 }, (_, index) => toTimeout(index + 1));
  expect(Math.max(...all)).toBe(toTimeout(MAX_ROLLOUT_STEPS));
});
