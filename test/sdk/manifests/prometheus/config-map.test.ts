import { expect, it } from "vitest";
import { buildPrometheusConfigMap } from "../../../../sdk/src/manifests/prometheus/config-map.ts";
import { objectFacts } from "./prometheus-facts.ts";

it("leaves the name of what cannot change to the provider, which makes another one for other files", () => {
  const { labels, namespace } = objectFacts;
  const files = { "prometheus.yml": "{}" };
  expect(buildPrometheusConfigMap({ namespace, labels, files })).toStrictEqual({
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { namespace, labels },
    immutable: true,
    data: files,
  });
});
