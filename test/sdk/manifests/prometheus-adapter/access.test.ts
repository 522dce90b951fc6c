import { describe, expect, it } from "vitest";
import { buildAuthReaderBinding } from "../../../../sdk/src/manifests/prometheus-adapter/auth-reader-binding.ts";
import {
  buildAdapterClusterRole,
  POD_LISTER_RULE,
  toMetricsReaderRule,
} from "../../../../sdk/src/manifests/prometheus-adapter/cluster-role.ts";
import { labels } from "./adapter-facts.ts";

const serviceAccount = { name: "metrics", namespace: "monitoring" };

describe("buildAdapterClusterRole", () => {
  it.each([
    ["list pods", POD_LISTER_RULE, { apiGroups: [""], resources: ["pods"], verbs: ["list"] }],
    [
      "read the metrics of a group, and write none",
      toMetricsReaderRule("custom.metrics.k8s.io"),
      { apiGroups: ["custom.metrics.k8s.io"], resources: ["*"], verbs: ["get", "list", "watch"] },
    ],
  ])("lets somebody %s", (_, rule, expected) => {
    expect(buildAdapterClusterRole({ name: "reader", labels, rule })).toStrictEqual({
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "ClusterRole",
      metadata: { name: "reader", labels },
      rules: [expected],
    });
  });
});

describe("buildAuthReaderBinding", () => {
  it("gives the Role of the cluster in the namespace that it is in", () => {
    expect(buildAuthReaderBinding({ name: "auth-reader", labels, serviceAccount })).toStrictEqual({
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "RoleBinding",
      metadata: { name: "auth-reader", namespace: "kube-system", labels },
      roleRef: {
        apiGroup: "rbac.authorization.k8s.io",
        kind: "Role",
        name: "extension-apiserver-authentication-reader",
      },
      subjects: [{ kind: "ServiceAccount", name: "metrics", namespace: "monitoring" }],
    });
  });
});
