import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { toAdapterConfig } from "../../../sdk/src/prometheus-adapter/adapter-config.ts";

const METRICS_QUERY =
  "max by (<<.GroupBy>>) (sum by (<<.GroupBy>>, job, instance) " +
  "(max_over_time(<<.Series>>{<<.LabelMatchers>>}[1m])) >= 0 < +Inf)";

const further = {
  seriesQuery: 'queue_length{namespace!=""}',
  resources: { overrides: { namespace: { resource: "namespace" } } },
  name: { as: "queue" },
  metricsQuery: "max by (<<.GroupBy>>) (<<.Series>>{<<.LabelMatchers>>})",
};

/** The rule of one metric of the load of agents. */
const toLoadRule = (metric: string) => ({
  seriesQuery: `${metric}{namespace!="",pod!=""}`,
  resources: { overrides: { namespace: { resource: "namespace" }, pod: { resource: "pod" } } },
  name: { matches: `^${metric}$`, as: metric },
  metricsQuery: METRICS_QUERY,
});

const loadRules = ["a2a_active_tasks", "a2a_queued_tasks", "a2a_saturation_ratio"].map(toLoadRule);

describe("toAdapterConfig", () => {
  it("has one rule for each metric of the load, whatever the agents are", () => {
    const config = toAdapterConfig({ rules: [], externalRules: [] });
    expect(parse(config as string)).toEqual({ rules: loadRules });
  });

  it("puts further rules behind, and those of no object apart", () => {
    const config = toAdapterConfig({ rules: [further], externalRules: [further] });
    expect(parse(config as string)).toEqual({
      rules: [...loadRules, further],
      externalRules: [further],
    });
  });

  it("waits for what is known later", async () => {
    const later = { ...further, seriesQuery: pulumi.output("late") };
    const config = toAdapterConfig({ rules: [later], externalRules: [] }) as pulumi.Output<string>;
    const text = await new Promise<string>((resolve) => config.apply(resolve));
    expect(parse(text)).toEqual({ rules: [...loadRules, { ...further, seriesQuery: "late" }] });
  });
});
