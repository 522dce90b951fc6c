import { expect, it } from "vitest";
import { buildRoleBinding } from "../../../sdk/src/manifests/role-binding.ts";
import { objectFacts } from "./agent-facts.ts";

it("builds a binding that gives the Role to one identity, in its namespace", () => {
  const facts = {
    ...objectFacts,
    roleName: "research-role",
    serviceAccountName: "research-identity",
    serviceAccountNamespace: "agents-dev",
  };
  expect(buildRoleBinding(facts)).toEqual({
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "RoleBinding",
    metadata: objectFacts,
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "research-role" },
    subjects: [{ kind: "ServiceAccount", name: "research-identity", namespace: "agents-dev" }],
  });
});
