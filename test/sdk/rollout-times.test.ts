import { describe, expect, it } from "vitest";
import {
  STARTUP_PERIOD_SECONDS,
  toDeploymentTimeoutSeconds,
  toServiceTimeoutSeconds,
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

it("waits for a Service a margin longer than Kubernetes does for its first pod", () => {
  expect(toServiceTimeoutSeconds(120)).toBe(150);
});

it.each([11, 12, 120, 601])("kills no container within a deadline of %i s", (deadline) => {
  // The first probe comes at once.
  const killedAfter = (toStartupFailureThreshold(deadline) - 1) * STARTUP_PERIOD_SECONDS;
  expect(killedAfter).toBeGreaterThanOrEqual(deadline);
  expect(killedAfter).toBeLessThan(deadline + STARTUP_PERIOD_SECONDS);
});
