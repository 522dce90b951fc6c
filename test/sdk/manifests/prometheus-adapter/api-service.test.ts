import { describe, expect, it } from "vitest";
import {
  type ApiServiceTrust,
  buildApiService,
} from "../../../../sdk/src/manifests/prometheus-adapter/api-service.ts";
import { labels } from "./adapter-facts.ts";

function build(trust: Partial<ApiServiceTrust>) {
  return buildApiService({
    group: "custom.metrics.k8s.io",
    version: "v1beta2",
    versionPriority: 200,
    labels,
    serviceName: "metrics",
    serviceNamespace: "monitoring",
    trust: {
      caBundle: undefined,
      injectCaFrom: undefined,
      insecureSkipTlsVerify: false,
      ...trust,
    },
  });
}

/** What is the same however the API server knows the adapter. */
const metadata = { name: "v1beta2.custom.metrics.k8s.io", labels };
const spec = {
  group: "custom.metrics.k8s.io",
  version: "v1beta2",
  groupPriorityMinimum: 100,
  versionPriority: 200,
  service: { name: "metrics", namespace: "monitoring", port: 443 },
};

describe("buildApiService", () => {
  it.each<[string, Partial<ApiServiceTrust>, object, object]>([
    [
      "the authorities that it is told",
      { caBundle: "UEVN" },
      metadata,
      { ...spec, caBundle: "UEVN" },
    ],
    [
      "what cert-manager writes",
      { injectCaFrom: "monitoring/adapter" },
      { ...metadata, annotations: { "cert-manager.io/inject-ca-from": "monitoring/adapter" } },
      spec,
    ],
    [
      "any certificate",
      { insecureSkipTlsVerify: true },
      metadata,
      { ...spec, insecureSkipTLSVerify: true },
    ],
  ])("has the API server trust %s", (_, trust, expectedMetadata, expectedSpec) => {
    expect(build(trust)).toStrictEqual({
      apiVersion: "apiregistration.k8s.io/v1",
      kind: "APIService",
      metadata: expectedMetadata,
      spec: expectedSpec,
    });
  });
});
