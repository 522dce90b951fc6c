import { expect, it } from "vitest";
import { buildServiceAccount } from "../../../sdk/src/manifests/service-account.ts";
import { objectFacts } from "./agent-facts.ts";

it("builds an identity that gives no pod a token of its own accord", () => {
  expect(buildServiceAccount(objectFacts)).toEqual({
    apiVersion: "v1",
    kind: "ServiceAccount",
    metadata: objectFacts,
    automountServiceAccountToken: false,
  });
});
