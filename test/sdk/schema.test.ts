import { join } from "node:path";
import { expect, it } from "vitest";
import { described, resources, schema, SDK_FOLDER, types } from "./described-schema.ts";

// Programs in YAML, Python and Go know the components by this schema, which Pulumi reads from the
// sources. `npm run test:unit -- --update` writes the file anew: read the difference, it is what
// users in those languages will notice.

it("is what Pulumi reads from the sources", async () => {
  await expect(schema).toMatchFileSnapshot(join(SDK_FOLDER, "schema.json"));
});

it("describes every component, input, output, member and value", () => {
  const undescribed = described.filter(([, description]) => (description ?? "") === "");
  expect(undescribed).toEqual([]);
  // What Pulumi makes of an inline tag such as a link.
  const broken = described.filter(([, description]) => description?.includes("[object Object]"));
  expect(broken).toEqual([]);
});

it("spells every type out but parts of manifests: what Pulumi cannot read is any value to others", () => {
  const isAny = (property: unknown) => JSON.stringify(property).includes("pulumi.json#/Any");
  const places = described
    .map(([place]) => place)
    .filter((place) => {
      const [token = "", name = ""] = place.split(" ");
      const { inputProperties, properties } = { ...resources[token], ...types[token] };
      return [inputProperties?.[name], properties?.[name]].some((property) => {
        return property !== undefined && isAny(property);
      });
    });
  expect(places.filter((place) => !place.startsWith("berth:index:AgentOverridesArgs "))).toEqual([
    "berth:index:Agent extraManifests",
  ]);
  expect(schema.split("pulumi.json#/Any")).toHaveLength(places.length + 1);
});
