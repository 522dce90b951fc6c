import { type AgentArgs, renderManifests } from "@berth/berth";
import { expect, it } from "vitest";
import { catchIssues } from "./catch-issues.ts";
import { fullArgs } from "./full-args.ts";

const NAME = "data-analysis";

const exposedByIngress: AgentArgs = {
  ...fullArgs,
  exposure: {
    hostname: "analysis.example.com",
    ingress: {},
    from: [{ namespace: "ingress-nginx" }],
  },
};

it.each([
  ["behind a Gateway", fullArgs, "HTTPRoute"],
  ["behind an Ingress", exposedByIngress, "Ingress"],
])("refuses a further object in the place of any that an Agent %s makes", (_, args, kind) => {
  const made = renderManifests(NAME, { ...args, extraManifests: [] });
  expect(made).toHaveLength(13);
  expect(made.map((manifest) => manifest.kind)).toContain(kind);

  const issues = catchIssues({ ...args, extraManifests: made }, NAME);
  const paths = made.map((_, index) => `extraManifests[${index}].metadata.name`);
  expect(issues.map(({ propertyPath }) => propertyPath)).toEqual(paths);
});
