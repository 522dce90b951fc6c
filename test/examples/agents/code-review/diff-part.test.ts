import { describe, expect, it } from "vitest";
import { findDiff, MAX_DIFF_BYTES } from "../../../../examples/agents/code-review/diff-part.ts";

const DIFF = "diff --git a/a.ts b/a.ts\n--- a/a.ts\n+++ b/a.ts\n@@ -1 +1 @@\n-a\n+b\n";
const RAW = Buffer.from(DIFF);

describe("findDiff", () => {
  it.each([
    ["bytes of the media type text/x-diff", { raw: RAW, mediaType: "text/x-diff" }],
    [
      "bytes of the media type text/x-patch with parameters",
      { raw: RAW, mediaType: "Text/X-Patch; charset=utf-8" },
    ],
    ["bytes with a name that ends in .patch", { raw: RAW, filename: "0001-a.PATCH" }],
    ["text with a name that ends in .diff", { text: DIFF, filename: "a.diff" }],
    ["a text between fences", { text: `Ready?\n\`\`\`diff\n${DIFF}\`\`\`\nThanks` }],
    ["a text from its first line of a diff on", { text: `Ready?\n\n${DIFF}` }],
    [
      "lines that end as on Windows",
      { raw: Buffer.from(DIFF.replaceAll("\n", "\r\n")), filename: "a.diff" },
    ],
  ])("takes %s", (_, part) => {
    expect(findDiff([{ text: "Is it ready?" }, part])).toBe(DIFF);
  });

  it("reads on where a line is not UTF-8", () => {
    const raw = Buffer.concat([RAW, Buffer.from([0xff])]);
    expect(findDiff([{ raw, filename: "a.diff" }])).toBe(`${DIFF}\ufffd`);
  });

  it.each([
    [
      "no diff",
      [
        { text: "Is it ready?" },
        { raw: RAW, mediaType: "image/png" },
        { data: {}, filename: "a.diff" },
      ],
      "This agent needs a diff, and the message has none. Attach the output of git diff (media type text/x-diff or a name that ends in .diff or .patch), or write it into the text.",
    ],
    [
      "two diffs",
      [
        { raw: RAW, filename: "a.diff" },
        { raw: RAW, mediaType: "text/x-diff" },
      ],
      "Send one diff in a message: this one has 2 (a.diff, the diff).",
    ],
    [
      "an address",
      [{ url: "http://example.com/a.diff", filename: "a.diff" }],
      "a.diff is an address (http://example.com/a.diff), and this agent fetches nothing. Send the file itself.",
    ],
    [
      "an address without a name",
      [{ url: "http://example.com/a", mediaType: "text/x-diff" }],
      "The diff is an address (http://example.com/a), and this agent fetches nothing. Send the file itself.",
    ],
    [
      "too large a diff",
      [{ text: `${DIFF}${" ".repeat(MAX_DIFF_BYTES)}` }],
      `The diff has ${MAX_DIFF_BYTES + DIFF.length} bytes and must have at most 1048576. Send a part of it, such as the output of git diff -- src.`,
    ],
  ])("refuses %s and says what to send", (_, parts, message) => {
    expect(() => findDiff(parts)).toThrow(
      expect.objectContaining({ name: "UnusableDiff", message }),
    );
  });
});
