import { describe, expect, it } from "vitest";
import {
  buildScaledObject,
  type ScaledObjectFacts,
  toServerAddress,
} from "../../../sdk/src/manifests/scaled-object.ts";
import { objectFacts } from "./agent-facts.ts";

const facts: ScaledObjectFacts = {
  ...objectFacts,
  deploymentName: "research",
  autoscalerName: "research-keda",
  scaling: {
    minReplicas: 2,
    maxReplicas: 20,
    scaleUp: { stabilizationWindowSeconds: 30, pods: 4, periodSeconds: 60 },
    scaleDown: { stabilizationWindowSeconds: 300, pods: 2, periodSeconds: 120, tolerance: "0.2" },
  },
  serverAddress: "http://prometheus.monitoring.svc:9090",
  query: "sum(a2a_active_tasks)",
  threshold: "5",
  authentication: undefined,
};

const metadata = {
  serverAddress: "http://prometheus.monitoring.svc:9090",
  query: "sum(a2a_active_tasks)",
  threshold: "5",
  activationThreshold: "0",
  ignoreNullValues: "false",
};

function readTrigger(authentication: ScaledObjectFacts["authentication"]): unknown {
  const { spec } = buildScaledObject({ ...facts, authentication }) as {
    spec?: { triggers: [unknown] };
  };
  return spec?.triggers[0];
}

describe("buildScaledObject", () => {
  it("has KEDA scale within the bounds, and change nothing where there is no result", () => {
    expect(buildScaledObject(facts)).toStrictEqual({
      apiVersion: "keda.sh/v1alpha1",
      kind: "ScaledObject",
      metadata: objectFacts,
      spec: {
        scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "research" },
        minReplicaCount: 2,
        maxReplicaCount: 20,
        advanced: {
          restoreToOriginalReplicaCount: false,
          horizontalPodAutoscalerConfig: {
            name: "research-keda",
            behavior: {
              scaleUp: {
                stabilizationWindowSeconds: 30,
                policies: [{ type: "Pods", value: 4, periodSeconds: 60 }],
              },
              scaleDown: {
                stabilizationWindowSeconds: 300,
                policies: [{ type: "Pods", value: 2, periodSeconds: 120 }],
                tolerance: "0.2",
              },
            },
          },
        },
        triggers: [
          { type: "prometheus", name: "berth_load", metricType: "AverageValue", metadata },
        ],
      },
    });
  });

  it.each([
    [false, "TriggerAuthentication"],
    [true, "ClusterTriggerAuthentication"],
  ])("shows Prometheus credentials, which are the cluster's: %s", (clusterWide, kind) => {
    expect(readTrigger({ name: "prometheus", clusterWide, modes: "bearer,tls" })).toStrictEqual({
      type: "prometheus",
      name: "berth_load",
      metricType: "AverageValue",
      metadata: { ...metadata, authModes: "bearer,tls" },
      authenticationRef: { name: "prometheus", kind },
    });
  });
});

describe("toServerAddress", () => {
  it.each([
    ["http://prometheus:9090", "http://prometheus:9090"],
    ["https://metrics.example.com/prometheus/", "https://metrics.example.com/prometheus"],
  ])("leaves no slash at the end of %s, behind which KEDA puts another one", (url, address) => {
    expect(toServerAddress(url)).toBe(address);
  });
});
