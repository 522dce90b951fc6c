import { AgentRuntimeMode } from "@berth/berth";
import { expect, it } from "vitest";
import { buildSiblingsService } from "../../../sdk/src/manifests/siblings-service.ts";
import { objectFacts, selectorLabels } from "./agent-facts.ts";

const facts = {
  ...objectFacts,
  name: "research-siblings",
  selectorLabels,
  mode: AgentRuntimeMode.Embedded,
  network: { appProtocol: "http", dualStack: false },
};

it("builds a Service that resolves to every replica, also to one that goes away", () => {
  expect(buildSiblingsService(facts)).toEqual({
    apiVersion: "v1",
    kind: "Service",
    metadata: {
      ...objectFacts,
      name: "research-siblings",
      annotations: { "pulumi.com/skipAwait": "true" },
    },
    spec: {
      type: "ClusterIP",
      clusterIP: "None",
      publishNotReadyAddresses: true,
      selector: selectorLabels,
      ports: [{ name: "a2a", protocol: "TCP", appProtocol: "http", port: 8000, targetPort: "a2a" }],
    },
  });
});

it("leads to the number of a sidecar's port, which not all find by its name", () => {
  const service = buildSiblingsService({ ...facts, mode: AgentRuntimeMode.Sidecar });
  expect(service.spec).toEqual({
    type: "ClusterIP",
    clusterIP: "None",
    publishNotReadyAddresses: true,
    selector: selectorLabels,
    ports: [{ name: "a2a", protocol: "TCP", appProtocol: "http", port: 8000, targetPort: 8080 }],
  });
});

it("resolves to addresses of both families when the Services of the agent have them", () => {
  const network = { appProtocol: "http", dualStack: true };
  expect(buildSiblingsService({ ...facts, network })).toMatchObject({
    spec: { clusterIP: "None", ipFamilyPolicy: "PreferDualStack" },
  });
});
