import { expect, it } from "vitest";
import { buildSecret } from "../../../sdk/src/manifests/secret.ts";
import { objectFacts } from "./agent-facts.ts";

const { labels, namespace } = objectFacts;

it.each([
  ["of a name", "research-secrets", { name: "research-secrets" }],
  ["without one, which the provider makes up", undefined, {}],
])("builds a Secret %s, with the values as they were given", (_, name, naming) => {
  expect(buildSecret({ name, labels, namespace, data: { API_KEY: "sk-1" } })).toStrictEqual({
    apiVersion: "v1",
    kind: "Secret",
    metadata: { ...naming, labels, namespace },
    type: "Opaque",
    immutable: true,
    stringData: { API_KEY: "sk-1" },
  });
});
