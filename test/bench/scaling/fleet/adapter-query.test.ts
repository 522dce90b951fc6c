import { describe, expect, it } from "vitest";
import { fillIn } from "./adapter-query.ts";

describe("fillIn", () => {
  it("puts series, pods and group into every place of the adapter's template", () => {
    const template =
      "max by (<<.GroupBy>>) (sum by (<<.GroupBy>>, job) (<<.Series>>{<<.LabelMatchers>>}))";
    expect(fillIn(template, "a2a_active_tasks", "agents", ["one", "two"])).toBe(
      'max by (pod) (sum by (pod, job) (a2a_active_tasks{namespace="agents",pod=~"one|two"}))',
    );
  });
});
