import { expect, it } from "vitest";
import { buildPrometheusService } from "../../../../sdk/src/manifests/prometheus/service.ts";
import { objectFacts, selectorLabels } from "./prometheus-facts.ts";

it("leads to the named port of Prometheus", () => {
  expect(buildPrometheusService({ ...objectFacts, selectorLabels })).toStrictEqual({
    apiVersion: "v1",
    kind: "Service",
    metadata: { ...objectFacts, annotations: { "pulumi.com/skipAwait": "true" } },
    spec: {
      type: "ClusterIP",
      selector: selectorLabels,
      ports: [{ name: "http", protocol: "TCP", port: 9090, targetPort: "http" }],
    },
  });
});
