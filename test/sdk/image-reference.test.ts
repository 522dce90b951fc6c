import { describe, expect, it } from "vitest";
import { isImageReference } from "../../sdk/src/image-reference.ts";

const DIGEST = `sha256:${"0a".repeat(32)}`;

describe("isImageReference", () => {
  it.each([
    "research",
    "research:1.2.0",
    "library/research",
    "registry.example.com/team/research:1.2.0",
    "localhost:5000/research:dev",
    "berth.local/data-analysis:dev",
    "[::1]:5000/research",
    `research@${DIGEST}`,
    `registry.example.com/research:1.2.0@${DIGEST}`,
    "a/b__c/d.e-f:A_b.c-D",
  ])("accepts '%s'", (text) => {
    expect(isImageReference(text)).toBe(true);
  });

  it.each([
    "",
    " research",
    "research:1.2.0\n",
    "Research",
    "https://registry.example.com/research",
    "research:",
    "research@sha256:0a",
    "registry.example.com/",
    "a//b",
    "a..b",
    `research:${"x".repeat(129)}`,
  ])("refuses '%s'", (text) => {
    expect(isImageReference(text)).toBe(false);
  });

  it("answers at once, also to a text that is made to be slow", () => {
    expect(isImageReference(`${"a-".repeat(50_000)}!`)).toBe(false);
  });
});
