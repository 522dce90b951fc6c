import { expect, it } from "vitest";
import { renderAlertRules } from "../../../sdk/src/alerts/render-alert-rules.ts";
import { recordPlatform } from "./record-platform.ts";

const url = "http://prometheus.monitoring.svc:9090";

it("gives the Operator rules with the labels by which it selects them, and with those that say whose they are", async () => {
  const { inputsOf, result } = await recordPlatform({
    namespace: "monitoring",
    prometheus: {
      operator: { url, ruleLabels: { release: "stack", "example.com/rules": "all" } },
    },
    scaling: { backend: "ExistingApi" },
    alerts: { sources: ["KubeStateMetrics"] },
  });
  expect(inputsOf("platform-prometheus-rule")).toMatchObject({
    metadata: {
      name: "platform-agents",
      namespace: "monitoring",
      labels: {
        release: "stack",
        "example.com/rules": "all",
        "app.kubernetes.io/name": "berth-platform",
        "app.kubernetes.io/instance": "platform",
        "app.kubernetes.io/managed-by": "berth",
      },
    },
    spec: renderAlertRules({ sources: ["KubeStateMetrics"] }),
  });
  expect(result.prometheusRuleName).toBe("platform-agents");
});
