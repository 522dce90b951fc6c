import { expect, it } from "vitest";
import { buildResourceQuota } from "../../../sdk/src/manifests/resource-quota.ts";

it("builds a ResourceQuota of what is given", () => {
  const quota = { pods: "20", requestsCpu: "8", requestsMemory: "16Gi", limitsMemory: "32Gi" };
  expect(buildResourceQuota({ namespace: "agents-dev", labels: { team: "a" }, quota })).toEqual({
    apiVersion: "v1",
    kind: "ResourceQuota",
    metadata: { name: "quota", namespace: "agents-dev", labels: { team: "a" } },
    spec: {
      hard: {
        pods: "20",
        "requests.cpu": "8",
        "requests.memory": "16Gi",
        "limits.memory": "32Gi",
      },
    },
  });
});
