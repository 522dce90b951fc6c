import { expect, it } from "vitest";
import { buildSecret } from "../../../sdk/src/manifests/secret.ts";
import { objectFacts } from "./agent-facts.ts";

it("builds a Secret with the values as they were given", () => {
  const facts = { ...objectFacts, name: "research-secrets", data: { API_KEY: "sk-1" } };
  expect(buildSecret(facts)).toEqual({
    apiVersion: "v1",
    kind: "Secret",
    metadata: { ...objectFacts, name: "research-secrets" },
    type: "Opaque",
    stringData: { API_KEY: "sk-1" },
  });
});
