import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mergeManifest } from "../../sdk/src/strategic-merge.ts";
import { mergeCase } from "./merge-cases.ts";

describe("for any manifest and overrides", () => {
  it("changes nothing by an empty override", () => {
    fc.assert(
      fc.property(mergeCase(), ({ manifest }) => {
        expect(mergeManifest(manifest, {})).toEqual(manifest);
      }),
    );
  });

  it("changes neither argument", () => {
    fc.assert(
      fc.property(mergeCase({ withNull: true }), ({ manifest, overrides: [override] }) => {
        const before = structuredClone({ manifest, override });
        mergeManifest(manifest, override);
        expect({ manifest, override }).toEqual(before);
      }),
    );
  });

  it("changes nothing more the second time", () => {
    fc.assert(
      fc.property(mergeCase({ withNull: true }), ({ manifest, overrides: [override] }) => {
        const once = mergeManifest(manifest, override);
        expect(mergeManifest(once, override)).toEqual(once);
      }),
    );
  });

  it("has no null afterwards, and none of what null removed", () => {
    fc.assert(
      fc.property(mergeCase({ withNull: true }), ({ manifest, overrides: [override] }) => {
        const merged = mergeManifest(manifest, override);
        expect(JSON.stringify(merged)).not.toContain("null");
        for (const [name, value] of Object.entries(override["spec"] as object)) {
          expect(Object.hasOwn(merged["spec"] as object, name)).toBe(value !== null);
        }
      }),
    );
  });

  // With null or another type in between, it matters what was merged first.
  it("comes to the same whichever of two overrides are merged first, where types agree", () => {
    fc.assert(
      fc.property(mergeCase(), ({ manifest, overrides: [first, second] }) => {
        expect(mergeManifest(mergeManifest(manifest, first), second)).toEqual(
          mergeManifest(manifest, mergeManifest(first, second)),
        );
      }),
    );
  });
});
