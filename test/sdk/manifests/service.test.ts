import { expect, it } from "vitest";
import { buildService } from "../../../sdk/src/manifests/service.ts";
import { objectFacts, selectorLabels } from "./agent-facts.ts";

it("builds a Service whose first port speaks A2A, on whatever port the agent listens", () => {
  expect(buildService({ ...objectFacts, selectorLabels, timeoutSeconds: "630" })).toEqual({
    apiVersion: "v1",
    kind: "Service",
    metadata: { ...objectFacts, annotations: { "pulumi.com/timeoutSeconds": "630" } },
    spec: {
      type: "ClusterIP",
      selector: selectorLabels,
      ports: [{ name: "a2a", protocol: "TCP", appProtocol: "http", port: 8000, targetPort: "a2a" }],
    },
  });
});
