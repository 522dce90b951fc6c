import { expect, it } from "vitest";
import { buildRole } from "../../../sdk/src/manifests/role.ts";
import { objectFacts } from "./agent-facts.ts";

it("builds a Role of exactly the rules that were given", () => {
  const rules = [
    { apiGroups: [""], resources: ["pods"], verbs: ["get", "list"] },
    { apiGroups: ["batch"], resources: ["jobs"], verbs: ["get"], resourceNames: ["import"] },
  ];
  expect(buildRole({ ...objectFacts, rules })).toStrictEqual({
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "Role",
    metadata: objectFacts,
    rules,
  });
});
