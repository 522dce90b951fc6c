import { expect, it } from "vitest";
import { buildServiceAccount } from "../../../sdk/src/manifests/service-account.ts";
import { objectFacts } from "./agent-facts.ts";

it("builds an identity that gives no pod a token of its own accord", () => {
  expect(buildServiceAccount({ ...objectFacts, annotations: {} })).toStrictEqual({
    apiVersion: "v1",
    kind: "ServiceAccount",
    metadata: objectFacts,
    automountServiceAccountToken: false,
  });
});

it("has the annotations by which a cloud knows the identity", () => {
  const annotations = { "iam.gke.io/gcp-service-account": "research@project.iam.example.com" };
  expect(buildServiceAccount({ ...objectFacts, annotations }).metadata).toEqual({
    ...objectFacts,
    annotations,
  });
});
