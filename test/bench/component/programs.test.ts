import { expect, test } from "vitest";
import { type RecordedResource, recordResources } from "../../sdk/record-resources.ts";

type Program = (agents: number) => void;

/** The objects that a program makes. Its components are its own. */
async function recordObjects(create: Program): Promise<RecordedResource[]> {
  const { resources } = await recordResources(() => {
    create(2);
  });
  return resources
    .filter(({ type }) => type.startsWith("kubernetes:"))
    .sort((one, other) => (one.name < other.name ? -1 : 1));
}

test("the program that is written by hand makes the objects of ours, and no other ones", async () => {
  // Each takes Pulumi when the mocks of the recording are set.
  const ours = await recordObjects((await import("./programs/ours/agents.ts")).createAgents);
  const flat = await recordObjects((await import("./programs/flat/agents.ts")).createAgents);

  expect(ours).toHaveLength(16);
  expect(flat).toEqual(ours);
});
