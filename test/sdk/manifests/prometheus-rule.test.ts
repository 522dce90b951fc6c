import { describe, expect, it } from "vitest";
import { buildPrometheusRule } from "../../../sdk/src/manifests/prometheus-rule.ts";
import { objectFacts } from "./agent-facts.ts";

const groups = [{ name: "tasks", rules: [{ record: "tasks:sum", expr: "sum(a2a_active_tasks)" }] }];

describe("buildPrometheusRule", () => {
  it("builds a PrometheusRule of the groups, which the Prometheus of its labels finds", () => {
    const labels = { ...objectFacts.labels, release: "prometheus" };
    expect(buildPrometheusRule({ ...objectFacts, labels, groups })).toEqual({
      apiVersion: "monitoring.coreos.com/v1",
      kind: "PrometheusRule",
      metadata: { ...objectFacts, labels },
      spec: { groups },
    });
  });
});
