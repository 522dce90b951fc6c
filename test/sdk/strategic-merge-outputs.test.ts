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

  it("passes untouched within an element that is told apart by a plain member", () => {
    const value = pulumi.output("1");
    const merged = mergeManifest(
      { kind: "Service", spec: { ports: [{ port: 8000, name: "a2a" }] } },
      { spec: { ports: [{ port: 8000, name: value }] } },
    );
    expect(merged.spec.ports[0]?.name).toBe(value);
  });
});
