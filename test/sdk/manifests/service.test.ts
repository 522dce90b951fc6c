import { AgentRuntimeMode } from "@berth/berth";
import { describe, expect, it } from "vitest";
import { AgentTrafficDistribution } from "../../../sdk/src/agent/network-args.ts";
import { buildService } from "../../../sdk/src/manifests/service.ts";
import { objectFacts, selectorLabels } from "./agent-facts.ts";

const facts = {
  ...objectFacts,
  selectorLabels,
  mode: AgentRuntimeMode.Embedded,
  network: { appProtocol: "http", dualStack: false },
};

const metadata = { ...objectFacts, annotations: { "pulumi.com/skipAwait": "true" } };

const port = { name: "a2a", protocol: "TCP", port: 8000, targetPort: "a2a" };

describe("buildService", () => {
  it("builds a Service whose first port speaks A2A, on whatever port the agent listens", () => {
    expect(buildService(facts)).toStrictEqual({
      apiVersion: "v1",
      kind: "Service",
      metadata,
      spec: {
        type: "ClusterIP",
        selector: selectorLabels,
        ports: [{ ...port, appProtocol: "http" }],
      },
    });
  });

  it("leads to the number of a sidecar's port, which not all find by its name", () => {
    expect(buildService({ ...facts, mode: AgentRuntimeMode.Sidecar })).toStrictEqual({
      ...buildService(facts),
      spec: {
        type: "ClusterIP",
        selector: selectorLabels,
        ports: [{ ...port, appProtocol: "http", targetPort: 8080 }],
      },
    });
  });

  it("says what it was told about traffic, where it was told anything", () => {
    const network = {
      appProtocol: "kgateway.dev/a2a",
      dualStack: true,
      trafficDistribution: AgentTrafficDistribution.PreferSameZone,
    };
    expect(buildService({ ...facts, network })).toEqual({
      apiVersion: "v1",
      kind: "Service",
      metadata,
      spec: {
        type: "ClusterIP",
        selector: selectorLabels,
        ports: [{ ...port, appProtocol: "kgateway.dev/a2a" }],
        ipFamilyPolicy: "PreferDualStack",
        trafficDistribution: "PreferSameZone",
      },
    });
  });
});
