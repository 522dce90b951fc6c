import { expect, it } from "vitest";
import { refuseOtherCluster } from "./demo-record.ts";

const cluster = { server: "https://a", authority: "aaa" };

it("lets the same cluster pass, and any where the demo is on none", () => {
  expect(() => {
    refuseOtherCluster(undefined, { context: "team", cluster });
    refuseOtherCluster({}, {});
    refuseOtherCluster({ context: "team", cluster }, { context: "team", cluster: { ...cluster } });
  }).not.toThrow();
});

it("refuses another context", () => {
  expect(() => {
    refuseOtherCluster({ context: "team" }, {});
  }).toThrow(
    "The demo is on the context 'team'. Remove it from there first: npm run demo -- --down",
  );
});

it.each([
  ["server", { server: "https://b", authority: "aaa" }],
  ["certificate authority", { server: "https://a", authority: "bbb" }],
])("refuses another %s behind the same context, and names both", (_title, other) => {
  expect(() => {
    refuseOtherCluster({ context: "team", cluster }, { context: "team", cluster: other });
  }).toThrow(
    `The demo is on https://a (certificate authority aaa), and the context 'team' now leads to ${other.server} (certificate authority ${other.authority}). Remove it from there first: npm run demo -- --down`,
  );
});
