import { describe, expect, it } from "vitest";
import { findCsv, MAX_TABLE_BYTES } from "../../../../examples/agents/data-analysis/csv-part.ts";

const TEXT = "region,units\nNorth,3\n";
const RAW = Buffer.from(TEXT);

describe("findCsv", () => {
  it.each([
    ["bytes of the media type text/csv", { raw: RAW, mediaType: "text/csv" }, "the table"],
    ["bytes with a name that ends in .csv", { raw: RAW, filename: "Sales.CSV" }, "Sales.CSV"],
    ["text of the media type text/csv", { text: TEXT, mediaType: "text/csv" }, "the table"],
    [
      "a media type with parameters",
      { raw: RAW, mediaType: "Text/CSV; header=present", filename: "a" },
      "a",
    ],
    [
      "bytes with a mark of their order",
      { raw: Buffer.from(`\ufeff${TEXT}`), filename: "b.csv" },
      "b.csv",
    ],
  ])("takes %s", (_, part, name) => {
    const parts = [{ text: "What is in it?" }, part];
    expect(findCsv(parts)).toEqual({ name, text: TEXT });
  });

  it.each([
    ["between fences", `Look:\n\`\`\`csv\n${TEXT}\`\`\`\nThanks, and bye`],
    ["that is the whole text", TEXT],
    ["below the first paragraph", `What, please, is in it?\n\n${TEXT}`],
    ["between other delimiters", TEXT.replaceAll(",", ";")],
  ])("takes a table %s", (_, text) => {
    const found = findCsv([{ text }]);
    expect(found).toEqual({ name: "the table", text: text.includes(";") ? text : TEXT });
  });

  it("reads bytes in the charset that the media type names", () => {
    const raw = Buffer.from("stra\u00dfe\n1\n", "latin1");
    expect(findCsv([{ raw, mediaType: "text/csv; charset=windows-1252" }]).text).toBe(
      "stra\u00dfe\n1\n",
    );
  });

  it.each([
    [
      "no table",
      [{ text: "What is the mean?" }, { raw: RAW, mediaType: "image/png", filename: "chart.png" }],
      "This agent needs a table, and the message has none. Attach a CSV file (media type text/csv or a name that ends in .csv), or write the table into the text below a line with ```csv. Attached was: chart.png.",
    ],
    [
      "data that is called a table",
      [{ data: [["a"], [1]], filename: "a.csv" }],
      "This agent needs a table, and the message has none. Attach a CSV file (media type text/csv or a name that ends in .csv), or write the table into the text below a line with ```csv. Attached was: a.csv.",
    ],
    [
      "lines of text",
      [{ text: "Hello, what is this?" }, { text: "Hello\nWhat is this?" }],
      "This agent needs a table, and the message has none. Attach a CSV file (media type text/csv or a name that ends in .csv), or write the table into the text below a line with ```csv.",
    ],
    [
      "two tables",
      [
        { raw: RAW, filename: "a.csv" },
        { raw: RAW, mediaType: "text/csv" },
      ],
      "Send one table in a message: this one has 2 (a.csv, the table).",
    ],
    [
      "an address",
      [{ url: "http://example.com/a.csv", filename: "a.csv" }],
      "a.csv is an address (http://example.com/a.csv), and this agent fetches nothing. Send the file itself.",
    ],
    [
      "an address without a name",
      [{ url: "http://example.com/a", mediaType: "text/csv" }],
      "The table is an address (http://example.com/a), and this agent fetches nothing. Send the file itself.",
    ],
    [
      "bytes that are no text",
      [{ raw: Buffer.from([0xff, 0xfe, 0x00]), filename: "a.csv" }],
      "a.csv is not text in the charset 'utf-8'. Save it as UTF-8, or name its charset in the media type, such as 'text/csv; charset=windows-1252'.",
    ],
    [
      "a charset that nobody knows",
      [{ raw: RAW, mediaType: "text/csv; charset=klingon", filename: "a.csv" }],
      "a.csv is not text in the charset 'klingon'. Save it as UTF-8, or name its charset in the media type, such as 'text/csv; charset=windows-1252'.",
    ],
    [
      "too large a table",
      [{ raw: Buffer.alloc(MAX_TABLE_BYTES + 1, "1"), filename: "a.csv" }],
      "a.csv has 5242881 bytes and must have at most 5242880. Send fewer rows or columns.",
    ],
  ])("refuses %s and says what to send", (_, parts, message) => {
    expect(() => findCsv(parts)).toThrow(
      expect.objectContaining({ name: "UnusableTable", message }),
    );
  });
});
