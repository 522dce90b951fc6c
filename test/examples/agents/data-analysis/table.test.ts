import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  MAX_COLUMNS,
  MAX_ROWS,
  readTable,
  type Table,
} from "../../../../examples/agents/data-analysis/table.ts";

const { signal } = new AbortController();

async function read(text: string): Promise<Table> {
  return await readTable({ name: "a.csv", text }, signal);
}

describe("readTable", () => {
  it("reads quoted commas, quotes and line ends, and knows the line of each row", async () => {
    const text = 'name,note\r\n"Lamp, desk","says ""hi"""\r\n\r\nChair,"in two\nparts"\r\n , \r\n';
    expect(await read(text)).toEqual({
      name: "a.csv",
      columns: [
        { name: "name", values: ["Lamp, desk", "Chair", ""] },
        { name: "note", values: ['says "hi"', "in two\nparts", ""] },
      ],
      lines: [2, 5, 6],
    });
  });

  it.each([",", ";", "\t"])("finds the delimiter %j by the first line", async (delimiter) => {
    const text =
      [`"a, b; c"`, "d"].join(delimiter) +
      `\n${["1,5", "2;5"].map((it) => `"${it}"`).join(delimiter)}\n`;
    expect((await read(text)).columns).toEqual([
      { name: "a, b; c", values: ["1,5"] },
      { name: "d", values: ["2;5"] },
    ]);
  });

  it("calls a column without a name by its place", async () => {
    const { columns } = await read(",units\n0,3\n");
    expect(columns.map(({ name }) => name)).toEqual(["column 1", "units"]);
  });

  it("reads back every table that is written with quotes", async () => {
    const cell = fc.string({
      unit: fc.constantFrom("a", "\u00e4", "\u{1f600}", ",", ";", '"', "\n", "1"),
    });
    const rows = fc
      .integer({ min: 1, max: 4 })
      .chain((width) =>
        fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1 }),
      );
    await fc.assert(
      fc.asyncProperty(rows, async (written) => {
        const header = (written[0] ?? []).map((_, index) => `column ${index + 1}`);
        const text = [header, ...written]
          .map((cells) => cells.map((it) => `"${it.replaceAll('"', '""')}"`).join(","))
          .join("\n");
        const { columns } = await read(text);
        expect(columns).toEqual(
          header.map((name, index) => ({ name, values: written.map((row) => row[index]) })),
        );
      }),
    );
  });

  it.each([
    ["nothing", "", "a.csv is empty. Send a line with the names of columns, then rows."],
    ["empty lines", "\n\n", "a.csv is empty. Send a line with the names of columns, then rows."],
    [
      "a header alone",
      "a,b\n",
      "a.csv has a line with the names of columns and no rows below it. Send at least one row.",
    ],
    [
      "lines of another width, all at once",
      `a,b\n1,2\n${"3\n".repeat(3)}4,5,6\n${"7\n".repeat(3)}`,
      "Each line of a.csv must have as many fields as the first one, which has 2: line 3 has 1, line 4 has 1, line 5 has 1, line 6 has 3, line 7 has 1, and 2 more. Put a field with a delimiter in it in double quotes.",
    ],
    [
      "names that are there twice",
      "a,b,a,b,c\n1,2,3,4,5\n",
      "The columns of a.csv must have names of their own, and there is more than one of: a, b. Rename them.",
    ],
    [
      "numbers instead of names",
      "1,2.5\n3,4\n",
      "The first line of a.csv must name the columns, and has numbers alone (1, 2.5). Put a line with names above it.",
    ],
    [
      "a quote that is never closed",
      'a,b\n1,"2\n3,4\n',
      "A double quote in a.csv is never closed. Close it, or double it where it belongs to the text.",
    ],
    [
      "a quote within a field",
      'a,b\n1,2"\n',
      "Line 2 of a.csv has a double quote within a field that does not start with one. Put the field in double quotes and double those in it.",
    ],
    [
      "text behind a quote",
      'a,b\n1,"2"3\n',
      "Line 2 of a.csv has text behind a closing double quote. Double the quotes that belong to the text.",
    ],
    [
      "too many columns",
      `${Array.from({ length: MAX_COLUMNS + 1 }, (_, index) => `c${index}`).join(",")}\n`,
      "a.csv has 51 columns and must have at most 50. Send fewer of them.",
    ],
    [
      "too many rows",
      `a\n${"1\n".repeat(MAX_ROWS + 1)}`,
      "a.csv must have at most 200000 rows. Send fewer of them.",
    ],
  ])("refuses %s", async (_, text, message) => {
    await expect(read(text)).rejects.toThrow(
      expect.objectContaining({ name: "UnusableTable", message }),
    );
  });

  it("stops when the task is cancelled", async () => {
    const reason = new Error("cancelled");
    const table = { name: "a.csv", text: "a\n1\n" };
    await expect(readTable(table, AbortSignal.abort(reason))).rejects.toThrow(
      expect.objectContaining({ name: "AbortError" }),
    );
  });
});
