import { beforeAll, describe, expect, it } from "vitest";
import { AlertSource } from "../../../sdk/src/alerts/alert-source.ts";
import { renderAlertRules } from "../../../sdk/src/alerts/render-alert-rules.ts";
import {
  buildPrometheusConfig,
  PROMETHEUS_FILES,
  type PrometheusConfigFacts,
} from "../../../sdk/src/manifests/prometheus/prometheus-config.ts";
import { preparePromtool, type Promtool } from "./alert-rules.promtool.ts";

// No cluster is asked: these are here because promtool is built first.

const facts: PrometheusConfigFacts = {
  scrapeIntervalSeconds: 15,
  retentionHours: 24,
  hasVolume: false,
  hasRules: true,
  alertmanagerUrl: undefined,
  kedaNamespace: undefined,
};

const rules = renderAlertRules({ sources: Object.values(AlertSource) });

let promtool: Promtool;

beforeAll(async () => {
  promtool = await preparePromtool("alert-rules-config");
});

/** What promtool says of a configuration. The files that a pod has mounted stand beside it here. */
async function check(changes: Partial<PrometheusConfigFacts>): Promise<string> {
  const config = JSON.stringify(buildPrometheusConfig({ ...facts, ...changes }));
  const local = config.replaceAll("/var/run/secrets/kubernetes.io/serviceaccount/", "");
  return await promtool.checkConfig(JSON.parse(local) as object, {
    [PROMETHEUS_FILES.rules]: rules,
    token: "not-a-real-token",
    "ca.crt": "",
  });
}

describe("the configuration of the installed Prometheus", () => {
  it.each<[string, Partial<PrometheusConfigFacts>]>([
    ["by default", {}],
    ["with a volume and an Alertmanager", { hasVolume: true, alertmanagerUrl: "http://a:9093/b" }],
    ["with KEDA", { kedaNamespace: "keda" }],
    ["without rules, for looks each second", { hasRules: false, scrapeIntervalSeconds: 1 }],
  ])("passes promtool %s", async (_, changes) => {
    expect(await check(changes)).toBe("");
  });

  it("does not pass when a file that it names is not there", async () => {
    const config = buildPrometheusConfig(facts);
    expect(await promtool.checkConfig(config, {})).toContain(
      'rules.yml" does not point to an existing file',
    );
  });
});
