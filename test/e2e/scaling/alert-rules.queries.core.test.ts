import { beforeAll, describe, expect, it } from "vitest";
import { buildKedaQuery } from "../../../sdk/src/manifests/keda-query.ts";
import { LOAD_QUERY } from "../../../sdk/src/prometheus-adapter/rules.ts";
import { preparePromtool, type Promtool, type QueryCase } from "./alert-rules.promtool.ts";
import { AGENT, podSamples, toPodName } from "./alert-rules.samples.ts";

// What scalers ask Prometheus. No cluster is asked: these are here because promtool is built first.

let promtool: Promtool;

beforeAll(async () => {
  promtool = await preparePromtool("alert-rules-queries");
});

const active = (pod: string, values: string, labels = {}) =>
  podSamples("a2a_active_tasks", pod, values, labels);

const up = (pod: string, values: string, labels = {}) => podSamples("up", pod, values, labels);

const draining = (pod: string, values: string) => podSamples("a2a_draining", pod, values);

const ofPods = (values: Record<string, number>): QueryCase["result"] =>
  Object.entries(values).map(([pod, value]) => ({
    labels: `{pod="${toPodName(pod)}"}`,
    value,
  }));

const inAll = (value: number): QueryCase["result"] => [{ labels: "{}", value }];

/** What the adapter makes of its rule when it is asked for the pods `a`, `b` and `c`. */
function toAdapterQuery(): string {
  const pods = ["a", "b", "c"].map(toPodName).join("|");
  return LOAD_QUERY.replaceAll("<<.Series>>", "a2a_active_tasks")
    .replaceAll("<<.LabelMatchers>>", `namespace="${AGENT.namespace}",pod=~"${pods}"`)
    .replaceAll("<<.GroupBy>>", "pod");
}

const ADAPTER_CASES: readonly QueryCase[] = [
  {
    title: "the load of each pod",
    series: [active("a", "3x20"), active("b", "0x20")],
    at: "4m",
    result: ofPods({ a: 3, b: 0 }),
  },
  {
    title: "the greatest load of a minute",
    series: [active("a", "1x10 8 1x10")],
    at: "3m15s",
    result: ofPods({ a: 8 }),
  },
  {
    title: "no sample of a pod whose load is no number, negative or infinite",
    series: [active("a", "NaN ".repeat(20)), active("b", "-1x20"), active("c", "Inf ".repeat(20))],
    at: "4m",
    result: [],
  },
  {
    title: "what a pod told before it was no number",
    series: [active("a", "4x14 NaN NaN NaN")],
    at: "4m",
    result: ofPods({ a: 4 }),
  },
  {
    title: "no sample of a pod that has told nothing for a minute",
    series: [active("a", "4x10"), active("b", "2x20")],
    at: "4m",
    result: ofPods({ b: 2 }),
  },
  {
    title: "once the load of a pod that two jobs look at, also where one of them gets no number",
    series: [
      active("a", "3x20"),
      active("a", "3x20", { job: "other" }),
      active("b", "5x20"),
      active("b", "NaN ".repeat(20), { job: "other" }),
    ],
    at: "4m",
    result: ofPods({ a: 3, b: 5 }),
  },
  {
    title: "in all the load of a pod that tells it in parts",
    series: [active("a", "3x20", { skill: "report" }), active("a", "4x20", { skill: "plot" })],
    at: "4m",
    result: ofPods({ a: 7 }),
  },
  {
    title: "the load of a pod that goes away, which the scaler passes over by itself",
    series: [active("a", "3x20"), draining("a", "1x20")],
    at: "4m",
    result: ofPods({ a: 3 }),
  },
  {
    title: "nothing of other pods and namespaces",
    series: [active("d", "3x20"), active("a", "3x20", { namespace: "others" })],
    at: "4m",
    result: [],
  },
];

const KEDA_CASES: readonly QueryCase[] = [
  {
    title: "the load of all pods",
    series: [up("a", "1x20"), active("a", "3x20"), up("b", "1x20"), active("b", "4x20")],
    at: "4m",
    result: inAll(7),
  },
  {
    title: "nothing, and not no result, of pods without tasks",
    series: [up("a", "1x20"), active("a", "0x20")],
    at: "4m",
    result: inAll(0),
  },
  {
    title: "no load of a pod that goes away",
    series: [
      ...[up("a", "1x20"), active("a", "3x20"), draining("a", "0x10 1x10")],
      ...[up("b", "1x20"), active("b", "4x20"), draining("b", "0x20")],
    ],
    at: "4m",
    result: inAll(4),
  },
  {
    title: "the greatest load lately of a pod that looks get nothing from",
    series: [
      ...[up("a", "1x10 0x20"), active("a", "3x5 6 2x4 stale")],
      ...[up("b", "1x30"), active("b", "4x30")],
    ],
    at: "7m",
    result: inAll(10),
  },
  {
    title: "the greatest load lately of a pod that tells no number",
    series: [up("a", "1x40"), active("a", `6x10 ${"NaN ".repeat(20)}`)],
    at: "7m",
    result: inAll(6),
  },
  {
    title: "no load of a pod that is gone",
    series: [
      ...[up("a", "1x20 stale"), active("a", "6x20 stale")],
      ...[up("b", "1x40"), active("b", "4x40")],
    ],
    at: "7m",
    result: inAll(4),
  },
  {
    title: "once the load of a pod that two jobs look at",
    series: [
      ...[up("a", "1x20"), active("a", "3x20")],
      ...[up("a", "1x20", { job: "other" }), active("a", "3x20", { job: "other" })],
    ],
    at: "4m",
    result: inAll(3),
  },
  {
    title: "no load of an agent whose name begins with that of this one, nor of another namespace",
    series: [
      ...[up("a", "1x20"), active("a", "3x20")],
      up("n", "1x20", { pod: "research-notes-6d9f8c-nxxxx" }),
      active("n", "9x20", { pod: "research-notes-6d9f8c-nxxxx" }),
      ...[up("a", "1x20", { namespace: "others" }), active("a", "9x20", { namespace: "others" })],
    ],
    at: "4m",
    result: inAll(3),
  },
  {
    title: "in all the load of a pod that tells it in parts",
    series: [
      up("a", "1x20"),
      ...[active("a", "3x20", { skill: "report" }), active("a", "4x20", { skill: "plot" })],
    ],
    at: "4m",
    result: inAll(7),
  },
  {
    title:
      "the target for a pod that has told nothing, or no number, for longer than is remembered",
    series: [
      ...[up("a", "1x10 0x110"), active("a", "9x10 stale")],
      ...[up("b", "1x120"), active("b", `9x10 ${"NaN ".repeat(110)}`)],
      ...[up("c", "1x120"), active("c", "4x120")],
    ],
    at: "25m",
    result: inAll(14),
  },
  {
    title: "no load of a pod that is starting and has told nothing yet",
    series: [up("a", "_x90 0x10"), up("b", "1x120"), active("b", "4x120")],
    at: "24m",
    result: inAll(4),
  },
  {
    title: "no result while Prometheus has only begun to look at pods",
    series: [up("a", "_x10 1x10"), active("a", "_x10 6x10")],
    at: "2m50s",
    result: [],
  },
  {
    title: "the load once it has looked at them for half a minute",
    series: [up("a", "_x10 1x10"), active("a", "_x10 6x10")],
    at: "3m20s",
    result: inAll(6),
  },
  {
    title: "no result, which changes nothing, where no pod ever told its load",
    series: [up("a", "0x20"), up("b", "1x20")],
    at: "4m",
    result: [],
  },
  {
    title: "no result where there is no pod",
    series: [active("a", "3x8 stale"), up("a", "1x8 stale")],
    at: "4m",
    result: [],
  },
];

describe("the query of the adapter gives", () => {
  it.each(ADAPTER_CASES)("$title", async (queryCase) => {
    expect(await promtool.testQuery(toAdapterQuery(), queryCase)).toBe("");
  });
});

describe("the query of KEDA gives", () => {
  const query = buildKedaQuery({
    metricName: "a2a_active_tasks",
    namespace: AGENT.namespace,
    deploymentName: AGENT.agent,
    target: 5,
  });

  it.each(KEDA_CASES)("$title", async (queryCase) => {
    expect(await promtool.testQuery(query, queryCase)).toBe("");
  });
});
