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

const scaledByKeda: AgentArgs = {
  ...fullArgs,
  platform: undefined,
  scaling: { backend: "Keda", keda: { prometheusUrl: "http://prometheus" } },
};

it.each([
  ["behind a Gateway", fullArgs, "HTTPRoute"],
  ["behind an Ingress", exposedByIngress, "Ingress"],
  ["that KEDA scales", scaledByKeda, "ScaledObject"],
  ["with a sidecar", { ...fullArgs, runtime: undefined }, "HTTPRoute"],
])("refuses a further object in the place of any that an Agent %s makes", (_, args, kind) => {
  // Nobody knows beforehand what the objects of the cluster are called.
  const made = renderManifests(NAME, { ...args, extraManifests: [] }).filter(
    (manifest) => !manifest.kind.startsWith("ValidatingAdmissionPolicy"),
  );
  expect(made).toHaveLength(13);
  expect(made.map((manifest) => manifest.kind)).toContain(kind);

  const issues = catchIssues({ ...args, extraManifests: made }, NAME);
  const paths = made.map((_, index) => `extraManifests[${index}].metadata.name`);
  expect(issues.map(({ propertyPath }) => propertyPath)).toEqual(paths);
});
