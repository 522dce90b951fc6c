import { expect, it } from "vitest";
import { buildClusterRole } from "../../../sdk/src/manifests/cluster-role.ts";

it("builds a ClusterRole of exactly the rules that were given", () => {
  const labels = { "app.kubernetes.io/managed-by": "berth" };
  const rules = [
    { apiGroups: [""], resources: ["services"], verbs: ["list"] },
    { apiGroups: ["batch"], resources: ["jobs"], verbs: ["get"], resourceNames: ["import"] },
  ];
  expect(buildClusterRole({ name: "reader", labels, rules })).toStrictEqual({
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "ClusterRole",
    metadata: { name: "reader", labels },
    rules,
  });
});
