import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse, parseAllDocuments } from "yaml";
import { toYaml } from "./manifest-yaml.ts";

const service = { apiVersion: "v1", kind: "Service", metadata: { name: "research" } };

/** Texts that one YAML or another takes for something else, and any other. */
const text = fc.oneof(
  fc.constantFrom(
    ...["off", "y", "No", "~", "null", "012", "0o12", "0x1f", "1_000", "22:22", "1e3", ".inf"],
    ...["1.2.0", "2026-01-01", "true", "=", "<<", "", " a", "a: b", "# a", "*a", "&a", "!a"],
  ),
  fc.string({ unit: "grapheme", maxLength: 200 }),
  fc.array(fc.string({ maxLength: 5 })).map((lines) => lines.join("\n")),
);

/** Names of members. No member of Kubernetes is called `<<`, which merges maps in YAML 1.1. */
const member = text.filter((name) => name !== "<<");

describe("toYaml", () => {
  it("writes a document for each manifest, and shared parts of them twice", () => {
    const labels = { app: "research", version: "1.10" };
    const manifest = { ...service, metadata: { name: "research", labels }, spec: { labels } };
    expect(toYaml([service, manifest])).toBe(
      [
        "apiVersion: v1",
        "kind: Service",
        "metadata:",
        "  name: research",
        "---",
        "apiVersion: v1",
        "kind: Service",
        "metadata:",
        "  name: research",
        "  labels:",
        "    app: research",
        '    version: "1.10"',
        "spec:",
        "  labels:",
        "    app: research",
        '    version: "1.10"',
        "",
      ].join("\n"),
    );
  });

  it.each(["1.1", "1.2"] as const)("writes what a reader of YAML %s reads as it was", (version) => {
    fc.assert(
      fc.property(fc.dictionary(member, fc.oneof(text, fc.integer(), fc.boolean())), (data) => {
        expect(parse(toYaml([{ ...service, data }]), { version })).toEqual({ ...service, data });
      }),
    );
  });

  it("keeps the documents apart, whatever is in them", () => {
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 4 }), (texts) => {
        const yaml = toYaml(texts.map((data) => ({ ...service, data })));
        const documents = parseAllDocuments(yaml);
        expect(documents).toHaveLength(texts.length);
      }),
    );
  });
});
