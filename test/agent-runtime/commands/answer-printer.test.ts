import type { PeerEvent, TaskPart } from "@berth/agent-runtime";
import { describe, expect, it } from "vitest";
import { createAnswerPrinter } from "../../../agent-runtime/src/commands/answer-printer.ts";

const ids = { taskId: "t", contextId: "c" };

function toArtifact(id: string, parts: TaskPart[], append = false, name?: string): PeerEvent {
  const artifact = { id, parts, ...(name === undefined ? {} : { name }) };
  return { type: "artifact", ...ids, artifact, append, last: false };
}

/** What a terminal shows of the events, with the notes in brackets. */
function print(events: readonly PeerEvent[]): { screen: string; results: string } {
  let screen = "";
  let results = "";
  const show = createAnswerPrinter({
    result: (text) => {
      screen += text;
      results += text;
    },
    note: (line) => {
      screen += `[${line}]\n`;
    },
  });
  events.forEach(show);
  return { screen, results };
}

describe("an answer on a terminal", () => {
  it("shows how it goes, and the chunks of a text as one text", () => {
    const { screen, results } = print([
      { type: "status", ...ids, state: "WORKING", text: "" },
      { type: "status", ...ids, state: "WORKING", text: "Reading." },
      toArtifact("a", [{ text: "# Re" }], false, "report"),
      toArtifact("a", [{ text: "port\n" }], true),
      toArtifact("a", [{ text: "end" }], true),
      { type: "status", ...ids, state: "COMPLETED", text: "Done." },
    ]);
    expect(screen).toBe(
      "[working]\n[working: Reading.]\n[artifact: report]\n# Report\nend\n[completed: Done.]\n",
    );
    expect(results).toBe("# Report\nend\n");
  });

  it("tells artifacts apart whose chunks come in turns", () => {
    const { screen } = print([
      toArtifact("a", [{ text: "1" }]),
      toArtifact("b", [{ text: "2" }]),
      toArtifact("a", [{ text: "3" }], true),
    ]);
    expect(screen).toBe("[artifact: a]\n1\n[artifact: b]\n2\n[artifact: a]\n3");
  });

  it("shows every kind of part as people can read it", () => {
    const { results } = print([
      toArtifact("a", [
        { data: { n: [1] } },
        { url: "https://example.com/a.csv" },
        { raw: Buffer.alloc(3), mediaType: "image/png", filename: "a.png" },
        { raw: Buffer.alloc(0) },
      ]),
    ]);
    expect(results).toBe(
      '{\n  "n": [\n    1\n  ]\n}\nhttps://example.com/a.csv\n(a.png, image/png, 3 bytes)\n(0 bytes)',
    );
  });

  it("shows an answer without a task", () => {
    expect(
      print([{ type: "message", contextId: "c", parts: [{ text: "Hi." }], text: "Hi." }]).screen,
    ).toBe("Hi.\n");
  });

  it("names states as people do", () => {
    expect(
      print([{ type: "status", ...ids, state: "INPUT_REQUIRED", text: "Which?" }]).screen,
    ).toBe("[input required: Which?]\n");
  });
});
