import { AgentNamespaceDefaultDeny } from "@berth/berth";
import { expect, it } from "vitest";
import { buildDefaultDenyPolicy } from "../../../sdk/src/manifests/default-deny-policy.ts";

it.each([
  [AgentNamespaceDefaultDeny.Ingress, ["Ingress"]],
  [AgentNamespaceDefaultDeny.All, ["Ingress", "Egress"]],
])("builds a policy that denies every pod of the namespace %s", (defaultDeny, policyTypes) => {
  expect(
    buildDefaultDenyPolicy({ namespace: "agents-dev", labels: { team: "a" }, defaultDeny }),
  ).toEqual({
    apiVersion: "networking.k8s.io/v1",
    kind: "NetworkPolicy",
    metadata: { name: "default-deny", namespace: "agents-dev", labels: { team: "a" } },
    spec: { podSelector: {}, policyTypes },
  });
});
