import { describe, expect, it } from "vitest";
import { parseHeader } from "../../../agent-runtime/src/commands/parse-options.ts";

describe("a header that a person gives", () => {
  it("is added to those before", () => {
    const before = parseHeader("X-API-Key: abc");
    expect(parseHeader("Authorization:Bearer a:b ", before)).toEqual({
      "X-API-Key": "abc",
      Authorization: "Bearer a:b",
    });
  });

  it.each(["s3cret", ": s3cret", "a b: s3cret", "a: s3cret\nb: c"])("is refused as %o", (text) => {
    expect(() => parseHeader(text)).toThrow(
      "It must be the name of a header, a colon, and its value.",
    );
  });
});
