import { beforeAll, describe, expect, it } from "vitest";
import { ALERT_NAMES } from "../../../sdk/src/alerts/alert-names.ts";
import { AlertSource } from "../../../sdk/src/alerts/alert-source.ts";
import { renderAlertRules } from "../../../sdk/src/alerts/render-alert-rules.ts";
import { API_CASES } from "./alert-rules.api-cases.ts";
import { CALL_CASES } from "./alert-rules.call-cases.ts";
import { DRAIN_CASES } from "./alert-rules.drain-cases.ts";
import { POD_CASES } from "./alert-rules.pod-cases.ts";
import {
  type AlertCase,
  findRule,
  preparePromtool,
  type Promtool,
} from "./alert-rules.promtool.ts";
import { SCALER_CASES } from "./alert-rules.scaler-cases.ts";
import { TASK_CASES } from "./alert-rules.task-cases.ts";
import { WORKLOAD_CASES } from "./alert-rules.workload-cases.ts";

// No cluster is asked: these are here because promtool is built first.

const rules = renderAlertRules({ sources: Object.values(AlertSource) });
const cases = [
  ...TASK_CASES,
  ...DRAIN_CASES,
  ...POD_CASES,
  ...CALL_CASES,
  ...WORKLOAD_CASES,
  ...SCALER_CASES,
  ...API_CASES,
];

let promtool: Promtool;

beforeAll(async () => {
  promtool = await preparePromtool("alert-rules");
});

describe("the file of rules", () => {
  it("passes promtool, with all alerts and with those that need nothing else", async () => {
    expect(await promtool.checkRules(rules)).toBe("");
    expect(await promtool.checkRules(renderAlertRules())).toBe("");
  });

  it.each(ALERT_NAMES)("has cases in which %s comes and does not come", (name) => {
    const ofAlert = cases.filter(({ alert }) => alert === name);
    expect(ofAlert.some(({ fires }) => fires.length > 0)).toBe(true);
    expect(ofAlert.some(({ fires }) => fires.length === 0)).toBe(true);
  });
});

describe("an alert", () => {
  it.each(cases.filter(({ fires }) => fires.length > 0))(
    "$alert comes: $title",
    async (alertCase) => {
      expect(await promtool.testAlert(rules, alertCase)).toBe("");
      expect(findUnknownLabels(alertCase)).toEqual([]);
    },
  );

  it.each(cases.filter(({ fires }) => fires.length === 0))(
    "$alert does not come: $title",
    async (alertCase) => {
      expect(await promtool.testAlert(rules, alertCase)).toBe("");
    },
  );
});

/** What the texts of an alert name that it does not have. */
function findUnknownLabels({ alert, fires }: AlertCase): string[] {
  const texts = Object.values(findRule(rules, alert).annotations).join(" ");
  const names = [...texts.matchAll(/\$labels\.(\w+)/g)].map(([, name = ""]) => name);
  return names.filter((name) => fires.some((labels) => !(name in labels)));
}
