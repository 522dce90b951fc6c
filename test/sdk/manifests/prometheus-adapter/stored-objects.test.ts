import { describe, expect, it } from "vitest";
import { buildCertificateSecret } from "../../../../sdk/src/manifests/prometheus-adapter/certificate-secret.ts";
import { buildAdapterConfigMap } from "../../../../sdk/src/manifests/prometheus-adapter/config-map.ts";
import { buildAdapterService } from "../../../../sdk/src/manifests/prometheus-adapter/service.ts";
import { labels, objectFacts, selectorLabels } from "./adapter-facts.ts";

const namespace = "monitoring";

describe("buildAdapterConfigMap", () => {
  it("builds an immutable object without a name, so that another content is another object", () => {
    expect(buildAdapterConfigMap({ namespace, labels, config: "rules: []" })).toStrictEqual({
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { namespace, labels },
      immutable: true,
      data: { "config.yaml": "rules: []" },
    });
  });
});

describe("buildCertificateSecret", () => {
  it("builds an immutable object without a name, so that another content is another object", () => {
    const data = { "tls.crt": "YQ==", "tls.key": "Yg==", "ca.crt": "Yw==" };
    expect(buildCertificateSecret({ namespace, labels, data })).toStrictEqual({
      apiVersion: "v1",
      kind: "Secret",
      metadata: { namespace, labels },
      type: "kubernetes.io/tls",
      immutable: true,
      data,
    });
  });
});

describe("buildAdapterService", () => {
  it("leads the port that the API server asks to the one of the pods", () => {
    expect(buildAdapterService({ ...objectFacts, selectorLabels })).toStrictEqual({
      apiVersion: "v1",
      kind: "Service",
      metadata: { ...objectFacts, annotations: { "pulumi.com/skipAwait": "true" } },
      spec: {
        type: "ClusterIP",
        selector: selectorLabels,
        ports: [{ name: "https", protocol: "TCP", port: 443, targetPort: "https" }],
      },
    });
  });
});
