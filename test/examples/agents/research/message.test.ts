import type { TaskMessage, TaskPart } from "@berth/agent-runtime";
import { describe, expect, it } from "vitest";
import { nameFiles, readRequest } from "../../../../examples/agents/research/message.ts";

function toMessage(role: TaskMessage["role"], ...parts: TaskPart[]): TaskMessage {
  return { messageId: "1", role, parts, text: "" };
}

const csv = { raw: Buffer.from("a\n1\n"), filename: "a.csv" };

describe("readRequest", () => {
  it("takes question and table from one message", () => {
    const inline = { text: "a\n1\n", mediaType: "text/csv" };
    const message = toMessage("user", { text: "What is it?" }, inline);
    expect(readRequest([message])).toEqual({ question: "What is it?", files: [inline] });
  });

  it("takes the question from the first message and the table from the answer to it", () => {
    const messages = [
      toMessage("user", { text: "What is it?", mediaType: "text/plain; charset=utf-8" }),
      toMessage("agent", { text: "Which table?" }, { data: {} }),
      toMessage("user", { text: "This one." }, csv),
    ];
    expect(readRequest(messages)).toEqual({ question: "What is it?\nThis one.", files: [csv] });
  });

  it("takes a text that has the name of a file for a file", () => {
    const named = { text: "a,b\n\n1,2\n3,4\n", filename: "a.csv" };
    expect(readRequest([toMessage("user", named)])).toEqual({ question: "", files: [named] });
  });

  it("takes the table that was sent last", () => {
    const other = { ...csv, filename: "b.csv" };
    const messages = [
      toMessage("user", csv),
      toMessage("user", other),
      toMessage("user", { text: "Now?" }),
    ];
    expect(readRequest(messages).files).toEqual([other]);
  });

  it("takes a table below the question, after an empty line", () => {
    const text = "Which city?\r\nAnd why?\n \ncity,visits\nRome,12\n";
    expect(readRequest([toMessage("user", { text })])).toEqual({
      question: "Which city?\r\nAnd why?",
      files: [{ text: "city,visits\nRome,12\n", mediaType: "text/csv" }],
    });
  });

  it("takes paragraphs for a question", () => {
    for (const text of [
      "Hello, agent.\n\nWhich city, please?\nThanks",
      "Hello\n\nWhich, please?",
    ]) {
      expect(readRequest([toMessage("user", { text })])).toEqual({ question: text, files: [] });
    }
  });

  it("has no files where there is only text", () => {
    expect(readRequest([toMessage("user", { text: "What is it?" })]).files).toEqual([]);
  });
});

describe("nameFiles", () => {
  it("calls a file without a name the table", () => {
    expect(nameFiles([csv, { raw: csv.raw }])).toBe("a.csv, the table");
  });
});
