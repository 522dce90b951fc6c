import * as pulumi from "@pulumi/pulumi";
import { expect, it } from "vitest";
import type { AgentPlatformArgs } from "../../../sdk/src/agent-platform/args.ts";
import type { AgentPlatformBinding } from "../../../sdk/src/agent-platform/binding.ts";
import { recordPlatform } from "./record-platform.ts";

const url = "http://prometheus.monitoring.svc:9090";

it.each<[string, AgentPlatformArgs, AgentPlatformBinding]>([
  [
    "a Prometheus of its own",
    { prometheus: { install: true } },
    {
      scalingBackend: "PrometheusAdapter",
      monitoringKind: "None",
      prometheusUrl: "http://platform-prometheus.platform-dev.svc:9090",
      prometheus: {
        namespace: "platform-dev",
        podLabels: {
          "app.kubernetes.io/name": "prometheus",
          "app.kubernetes.io/instance": "platform",
        },
      },
      podMonitorLabels: {},
    },
  ],
  [
    "a Prometheus at a URL that is known later",
    { prometheus: { url: pulumi.output(url) }, scaling: { backend: "Keda" } },
    {
      scalingBackend: "Keda",
      monitoringKind: "None",
      prometheusUrl: url,
      podMonitorLabels: {},
    },
  ],
  [
    "the Operator",
    {
      prometheus: {
        operator: {
          url,
          podMonitorLabels: { release: pulumi.output("stack") },
          pods: { namespace: pulumi.output("monitoring") },
        },
      },
      scaling: { backend: "None" },
    },
    {
      scalingBackend: "None",
      monitoringKind: "PodMonitor",
      prometheusUrl: url,
      prometheus: { namespace: "monitoring" },
      podMonitorLabels: { release: "stack" },
    },
  ],
])("tells agents of %s by values alone, which pass through JSON", async (_, args, binding) => {
  const { result } = await recordPlatform(args);
  expect(result.binding).toEqual(binding);
  expect(JSON.parse(JSON.stringify(result.binding))).toEqual(binding);
});
