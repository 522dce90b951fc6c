import { expect, it } from "vitest";
import { buildClusterRoleBinding } from "../../../sdk/src/manifests/cluster-role-binding.ts";

it("gives a ClusterRole to one ServiceAccount alone", () => {
  const labels = { "app.kubernetes.io/managed-by": "berth" };
  const binding = buildClusterRoleBinding({
    name: "reader",
    labels,
    roleName: "role",
    serviceAccount: { name: "metrics", namespace: "monitoring" },
  });
  expect(binding).toStrictEqual({
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "ClusterRoleBinding",
    metadata: { name: "reader", labels },
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "role" },
    subjects: [{ kind: "ServiceAccount", name: "metrics", namespace: "monitoring" }],
  });
});
