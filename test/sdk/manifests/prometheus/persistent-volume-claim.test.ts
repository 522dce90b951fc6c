import { describe, expect, it } from "vitest";
import { buildPrometheusVolumeClaim } from "../../../../sdk/src/manifests/prometheus/persistent-volume-claim.ts";
import { objectFacts } from "./prometheus-facts.ts";

const { labels, namespace } = objectFacts;

describe("buildPrometheusVolumeClaim", () => {
  it("asks for a volume of the class of the cluster, and does not wait for what waits for its pod", () => {
    const claim = buildPrometheusVolumeClaim({ namespace, labels, storage: { size: "10Gi" } });
    expect(claim).toStrictEqual({
      apiVersion: "v1",
      kind: "PersistentVolumeClaim",
      metadata: { namespace, labels, annotations: { "pulumi.com/skipAwait": "true" } },
      spec: {
        accessModes: ["ReadWriteOnce"],
        resources: { requests: { storage: "10Gi" } },
      },
    });
  });

  it("asks for one of another class where one is given", () => {
    const storage = { size: "10Gi", className: "fast" };
    expect(buildPrometheusVolumeClaim({ namespace, labels, storage }).spec).toStrictEqual({
      accessModes: ["ReadWriteOnce"],
      storageClassName: "fast",
      resources: { requests: { storage: "10Gi" } },
    });
  });
});
