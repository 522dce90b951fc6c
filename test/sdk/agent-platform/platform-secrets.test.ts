import * as pulumi from "@pulumi/pulumi";
import { expect, it } from "vitest";
import { AgentPlatform } from "../../../sdk/src/agent-platform/agent-platform.ts";
import type { AgentPlatformArgs } from "../../../sdk/src/agent-platform/args.ts";
import { createUnknown } from "../agent/unknown-output.ts";
import { recordObjects, SECRET_RULE } from "../record-objects.ts";

const secret = pulumi.secret("s3cret");
const url = "http://prometheus.monitoring.svc:9090";

it.each<[string, AgentPlatformArgs, string[]]>([
  [
    "the URL of a Prometheus, and the namespace",
    { namespace: secret, prometheus: { url: pulumi.secret(url) } },
    ["namespace", "prometheus.url"],
  ],
  [
    "a URL that a preview does not know yet",
    { prometheus: { url: createUnknown({ secret: true }) } },
    ["prometheus.url"],
  ],
  [
    "what is about the Operator",
    {
      prometheus: {
        operator: {
          url,
          podMonitorLabels: { release: secret },
          ruleLabels: { "example.com/rules": secret },
          pods: { namespace: secret },
        },
      },
    },
    [
      "prometheus.operator.podMonitorLabels.release",
      'prometheus.operator.ruleLabels["example.com/rules"]',
      "prometheus.operator.pods.namespace",
    ],
  ],
  [
    "what is about the installed Prometheus",
    {
      namespace: "monitoring",
      prometheus: {
        install: true,
        retentionHours: pulumi.secret(24),
        storage: { size: "1Gi", className: secret },
        allowFrom: [{ namespace: pulumi.output("grafana") }, { podLabels: { app: secret } }],
      },
      alerts: { alertmanagerUrl: pulumi.secret("http://alerts:9093") },
    },
    [
      "prometheus.retentionHours",
      "prometheus.storage.className",
      "prometheus.allowFrom[1].podLabels.app",
      "alerts.alertmanagerUrl",
    ],
  ],
  [
    "what is about the adapter",
    {
      namespace: "monitoring",
      prometheus: { install: true },
      scaling: {
        adapter: {
          prometheusAuth: { secretName: secret, tokenKey: "token" },
          rules: [{ seriesQuery: secret, metricsQuery: "a" }],
        },
      },
    },
    ["scaling.adapter.prometheusAuth.secretName", "scaling.adapter.rules[0].seriesQuery"],
  ],
])("makes nothing of a secret in %s, and names each by its path", async (_, args, paths) => {
  const { objects, rejections } = await recordObjects(() => {
    new AgentPlatform("platform", args);
  });
  expect(rejections).toHaveLength(1);
  const [title, ...reasons] = rejections[0]?.split("\n") ?? [];
  expect(title).toMatch(/The args of AgentPlatform 'platform' are not valid:$/);
  expect(reasons).toEqual(paths.map((path) => `  '${path}' ${SECRET_RULE}`));
  expect(objects).toEqual([]);
});

it("takes images from what calls all that it tells a secret, and values that are none", async () => {
  const { objects, rejections } = await recordObjects(() => {
    new AgentPlatform("platform", {
      namespace: pulumi.output("monitoring"),
      prometheus: { install: true, image: pulumi.secret("registry.example.com/prometheus:v3") },
      scaling: { adapter: { image: pulumi.secret("registry.example.com/adapter:v0.12.0") } },
    });
  });
  expect(rejections).toEqual([]);
  expect(objects).toEqual(
    expect.arrayContaining([
      "platform-prometheus-deployment",
      "platform-prometheus-adapter-deployment",
    ]),
  );
});
