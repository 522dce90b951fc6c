import { expect, it } from "vitest";
import {
  foldText,
  isAlike,
  toSearchWords,
  toTellingWords,
  toWords,
} from "../../../agent-runtime/src/discovery/words.ts";

it("takes texts for the same that differ by case or by the code of their letters", () => {
  expect(foldText(" É ")).toBe(foldText("e\u0301"));
  expect(foldText("straße")).toBe(foldText("STRASSE"));
  expect(foldText("a")).not.toBe(foldText("b"));
});

it("takes a text apart into words, in languages without spaces too", () => {
  expect(toWords("Web-pages, web_sites & C3PO!")).toEqual(["web", "pages", "sites", "c3po"]);
  expect(toWords("文档翻译")).toContain("翻译");
  expect(toWords(" ?! ")).toEqual([]);
});

it("leaves out of a question what every question has, unless there is nothing else", () => {
  expect(toTellingWords("Who can help me with the weather?")).toEqual(["weather"]);
  expect(toTellingWords("Which agents are there?")).toEqual([]);
  expect(toSearchWords("Who can?")).toEqual(["who", "can"]);
});

it.each([
  ["table", "tables", true],
  ["tables", "table", true],
  ["stat", "statistics", false],
  ["car", "cars", false],
  ["map", "map", true],
  ["page", "pale", false],
])("takes '%s' and '%s' for one word: %s", (one, other, expected) => {
  expect(isAlike(one, other)).toBe(expected);
});
