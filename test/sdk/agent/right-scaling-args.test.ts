import * as pulumi from "@pulumi/pulumi";
import { expect, it } from "vitest";
import { catchReasons, type LooseArgs } from "./catch-issues.ts";
import { withoutRuntime } from "./wrong-args/row.ts";

// What is near a rule about scaling or the platform, and does not break it.

const platform = {
  scalingBackend: "PrometheusAdapter",
  monitoringKind: "None",
  prometheusUrl: "http://prometheus.monitoring.svc:9090",
  podMonitorLabels: {},
};
const later = pulumi.output(platform);

it.each<[string, LooseArgs]>([
  [
    "more pods than by default at most, at first",
    { scaling: { backend: "None", minReplicas: 30 } },
  ],
  [
    "a share of a capacity that is known later",
    { scaling: { targetSaturation: pulumi.output(0.7) } },
  ],
  ["the least share of a capacity", { scaling: { targetSaturation: 0.001 } }],
  ["the whole of a capacity", { scaling: { targetSaturation: 1 } }],
  [
    "KEDA with credentials of every kind",
    {
      scaling: {
        backend: "Keda",
        keda: {
          prometheusUrl: "https://metrics.example.com/prometheus",
          authentication: { name: "prometheus", clusterWide: true, modes: "bearer,tls,custom" },
        },
      },
    },
  ],
  ["KEDA on a platform that is known later", { platform: later, scaling: { backend: "Keda" } }],
  [
    "KEDA with a Prometheus of its own beside that of the platform",
    {
      platform: { ...platform, scalingBackend: "Keda" },
      scaling: { backend: "Keda", keda: { prometheusUrl: "http://other" } },
    },
  ],
  [
    "a platform that is newer, and tells more",
    { platform: { ...platform, prometheus: { namespace: "a", port: 9 }, more: {} }, scaling: {} },
  ],
  [
    "a scaler of the user's on a platform with another one",
    { platform, scaling: { backend: "None" } },
  ],
  ["a fixed number of pods on a platform that scales", { platform, replicas: 3 }],
  [
    "an image without metrics on a platform that has to be told of pods",
    withoutRuntime({ platform: { ...platform, monitoringKind: "PodMonitor" } }),
  ],
  [
    "the most seldom looks that a scaler can rely on",
    { scaling: {}, monitoring: { kind: "PodMonitor", intervalSeconds: 30 } },
  ],
  [
    "more seldom ones without a scaler of the Agent's",
    {
      scaling: { backend: "None" },
      monitoring: { kind: "PodMonitor", intervalSeconds: 300 },
    },
  ],
  [
    "an image without metrics that a scaler of the user's scales",
    withoutRuntime({ scaling: { backend: "None" } }),
  ],
  [
    "the idlest pod first on 1.30",
    { kubernetesVersion: "1.30", scaling: { idlestPodFirst: true } },
  ],
  [
    "the idlest pod not first on any version",
    { kubernetesVersion: "1.29", scaling: { idlestPodFirst: false } },
  ],
])("has nothing against %s", (_, args) => {
  expect(catchReasons(args)).toEqual([]);
});
