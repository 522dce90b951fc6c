import {
  type AgentAuthArgs,
  AgentAuthRequirement,
  type AgentExposureArgs,
  type AgentManifest,
  type AgentNetworkPeerArgs,
} from "@berth/berth";
import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { toAgentSpec } from "../../../sdk/src/agent/spec.ts";
import { minimalArgs } from "./settings.ts";

describe("toAgentSpec", () => {
  it("fills what is not given of a scaler", () => {
    const scaling = { maxReplicas: 6, scaleUp: { pods: 1 } };
    expect(toAgentSpec({ ...minimalArgs, scaling }, "data-analysis").scaling).toEqual({
      backend: "PrometheusAdapter",
      minReplicas: 2,
      maxReplicas: 6,
      targetActiveTasks: 5,
      scaleUp: { stabilizationWindowSeconds: 30, pods: 1, periodSeconds: 60 },
      scaleDown: { stabilizationWindowSeconds: 300, pods: 2, periodSeconds: 120 },
      idlestPodFirst: false,
      keda: {},
    });
  });

  it.each<[string, AgentExposureArgs, AgentNetworkPeerArgs[]]>([
    [
      "the namespace of the Gateway",
      { hostname: "a.example.com", gateway: { name: "main", namespace: "gateways" } },
      [{ namespace: "gateways" }],
    ],
    [
      "the agent's own namespace with a Gateway that names none",
      { hostname: "a.example.com", gateway: { name: "main" } },
      [{}],
    ],
    [
      "the pods that are given",
      { hostname: "a.example.com", ingress: {}, from: [{ podLabels: { app: "traefik" } }] },
      [{ podLabels: { app: "traefik" } }],
    ],
  ])("lets %s hand calls from outside over", (_, exposure, from) => {
    expect(toAgentSpec({ ...minimalArgs, exposure }, "data-analysis").exposure?.from).toEqual(from);
  });

  it("tells the runtime who may call, and keeps apart where the keys are", () => {
    const auth: AgentAuthArgs = {
      require: AgentAuthRequirement.ExtendedCard,
      jwt: [{ issuer: "https://login.example.com", audiences: ["agents"], requiredScopes: ["a"] }],
      serviceAccountTokens: { audiences: ["data-analysis"], allowed: [{ namespace: "agents" }] },
      apiKeys: [
        { name: "billing", secretName: "callers", key: "billing.key" },
        { name: "sales", secretName: "callers", key: "sales.key", header: "X-Key" },
      ],
    };
    expect(toAgentSpec({ ...minimalArgs, auth }, "data-analysis").auth).toEqual({
      config: {
        require: "extendedCard",
        jwt: [
          {
            issuer: "https://login.example.com",
            audience: ["agents"],
            userClaim: "sub",
            requiredScopes: ["a"],
          },
        ],
        serviceAccountTokens: {
          audience: ["data-analysis"],
          allowed: [{ namespace: "agents" }],
        },
        apiKeys: [
          { name: "billing", file: "/var/run/a2a/keys/billing", header: "X-API-Key" },
          { name: "sales", file: "/var/run/a2a/keys/sales", header: "X-Key" },
        ],
      },
      apiKeys: [
        { name: "billing", secretName: "callers", key: "billing.key" },
        { name: "sales", secretName: "callers", key: "sales.key" },
      ],
    });
  });

  it("leaves the whole accept window to the process where the kubelet cannot sleep", () => {
    const drainOn = (kubernetesVersion: string) =>
      toAgentSpec({ ...minimalArgs, kubernetesVersion }, "data-analysis").drain;
    expect(drainOn("1.29")).toMatchObject({ preStopSeconds: 0, handoverSeconds: 5 });
    expect(drainOn("1.30")).toMatchObject({ preStopSeconds: 3, handoverSeconds: 2 });
    expect({ ...drainOn("1.29"), preStopSeconds: 3, handoverSeconds: 2 }).toEqual(drainOn("1.30"));
  });

  it("passes the escape hatches on, with values that are known only later", () => {
    const later = pulumi.output("4");
    const args = {
      overrides: { deployment: { metadata: { annotations: { revision: later } } } },
      extraManifests: [
        { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "a" }, data: later },
      ],
      patch: (manifest: AgentManifest) => manifest,
    };
    const spec = toAgentSpec({ ...minimalArgs, ...args }, "data-analysis");
    expect(spec.overrides).toEqual(args.overrides);
    expect(spec.extraManifests).toEqual(args.extraManifests);
    expect(spec.patch).toBe(args.patch);
  });
});
