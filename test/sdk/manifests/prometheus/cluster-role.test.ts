import { expect, it } from "vitest";
import { buildPrometheusClusterRole } from "../../../../sdk/src/manifests/prometheus/cluster-role.ts";
import { clusterObjectFacts } from "./prometheus-facts.ts";

it("lets Prometheus find pods and read what the API server tells of itself, and nothing else", () => {
  expect(buildPrometheusClusterRole(clusterObjectFacts)).toStrictEqual({
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "ClusterRole",
    metadata: clusterObjectFacts,
    rules: [
      { apiGroups: [""], resources: ["pods"], verbs: ["get", "list", "watch"] },
      { nonResourceURLs: ["/metrics"], verbs: ["get"] },
    ],
  });
});
