import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  DEFAULT_CARD_DRIFT_SECONDS,
  DEFAULT_DRAIN_LIMIT_SECONDS,
  DEFAULT_FAILURE_BUDGET,
  DEFAULT_MIN_FAILED_TASKS,
  DEFAULT_PENDING_SECONDS,
  DEFAULT_QUEUE_STUCK_SECONDS,
  DEFAULT_SATURATED_SECONDS,
  DEFAULT_SATURATION,
  MAX_FAILURE_BUDGET,
  MIN_QUEUE_STUCK_SECONDS,
} from "../../../sdk/src/alerts/spec.ts";

const SOURCE = readFileSync(
  join(import.meta.dirname, "..", "..", "..", "sdk", "src", "alerts", "args.ts"),
  "utf8",
);

/** What is said about a property. */
function toDoc(property: string): string {
  const before = SOURCE.slice(0, SOURCE.indexOf(`  ${property}?:`));
  return before.slice(before.lastIndexOf("/**")).replaceAll(/\s+\*?\s*/g, " ");
}

describe("the documentation of AlertRulesArgs", () => {
  it.each([
    ["pendingSeconds", DEFAULT_PENDING_SECONDS],
    ["failureBudget", DEFAULT_FAILURE_BUDGET],
    ["minFailedTasks", DEFAULT_MIN_FAILED_TASKS],
    ["queueStuckSeconds", DEFAULT_QUEUE_STUCK_SECONDS],
    ["saturation", DEFAULT_SATURATION],
    ["saturatedSeconds", DEFAULT_SATURATED_SECONDS],
    ["drainLimitSeconds", DEFAULT_DRAIN_LIMIT_SECONDS],
    ["cardDriftSeconds", DEFAULT_CARD_DRIFT_SECONDS],
  ])("tells the default of '%s' as it is", (property, value) => {
    expect(toDoc(property)).toContain(`Defaults to ${value}.`);
  });

  it("tells the shortest time of a queue as it is", () => {
    expect(toDoc("queueStuckSeconds")).toContain(`at least ${MIN_QUEUE_STUCK_SECONDS}.`);
  });

  it("tells the greatest budget as it is", () => {
    expect(toDoc("failureBudget")).toContain(`up to ${MAX_FAILURE_BUDGET}.`);
  });
});
