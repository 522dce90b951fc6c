import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { mergeManifest } from "../../sdk/src/strategic-merge.ts";

describe("an Output", () => {
  it("replaces as a whole, and is merged into once it is known", async () => {
    const later = pulumi.output({ team: "search", zone: "a" });
    const promised = Promise.resolve("1");
    const manifest = {
      kind: "Service",
      metadata: { labels: later, name: promised },
      spec: { a: 1 },
    };
    expect(mergeManifest(manifest, {}).metadata.labels).toBe(later);
    expect(mergeManifest(manifest, {}).metadata.name).toBe(promised);
    const override = { metadata: { labels: { a: "b", zone: null } }, spec: later };
    const merged = mergeManifest(manifest, override);
    const labels = await new Promise((resolve) => merged.metadata.labels.apply(resolve));
    expect(labels).toEqual({ team: "search", a: "b" });
    expect(merged.spec).toBe(later);
  });

  it("is merged into as a list whose elements are told apart, and replaced as any other list", async () => {
    const volumes = pulumi.output([{ name: "card" }, { name: "tmp", emptyDir: { medium: "" } }]);
    const args = pulumi.output(["a"]);
    const manifest = {
      kind: "Deployment",
      spec: { template: { spec: { volumes, containers: [{ name: "agent", args }] } } },
    };
    const merged = mergeManifest(manifest, {
      spec: {
        template: {
          spec: {
            volumes: [{ name: "tmp", emptyDir: { sizeLimit: "1Gi" } }, { name: "data" }],
            containers: [{ name: "agent", args: ["b"] }],
          },
        },
      },
    });
    const { containers, volumes: later } = merged.spec.template.spec;
    expect(await new Promise((resolve) => later.apply(resolve))).toEqual([
      { name: "card" },
      { name: "tmp", emptyDir: { medium: "", sizeLimit: "1Gi" } },
      { name: "data" },
    ]);
    expect(containers[0]?.args).toEqual(["b"]);
  });

  it("passes untouched within an element that is told apart by a plain member", () => {
    const value = pulumi.output("1");
    const merged = mergeManifest(
      { kind: "Service", spec: { ports: [{ port: 8000, name: "a2a" }] } },
      { spec: { ports: [{ port: 8000, name: value }] } },
    );
    expect(merged.spec.ports[0]?.name).toBe(value);
  });
});
