import { expect, it } from "vitest";
import { buildPrometheusClusterRoleBinding } from "../../../../sdk/src/manifests/prometheus/cluster-role-binding.ts";
import { clusterObjectFacts } from "./prometheus-facts.ts";

it("gives the role to the identity of Prometheus alone", () => {
  const binding = buildPrometheusClusterRoleBinding({
    ...clusterObjectFacts,
    clusterRoleName: "finder",
    serviceAccountName: "platform-prometheus",
    serviceAccountNamespace: "platform-dev",
  });
  expect(binding).toStrictEqual({
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "ClusterRoleBinding",
    metadata: clusterObjectFacts,
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "finder" },
    subjects: [{ kind: "ServiceAccount", name: "platform-prometheus", namespace: "platform-dev" }],
  });
});
