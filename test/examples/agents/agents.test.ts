import { describe, expect, it } from "vitest";
import { execute as reviewCode } from "../../../examples/agents/code-review/executor.ts";
import { execute as analyse } from "../../../examples/agents/data-analysis/executor.ts";
import { joinTexts, readExample, send, startAgent } from "./running-agents.ts";

const sales = {
  raw: readExample("research/sales.csv"),
  mediaType: "text/csv",
  filename: "sales.csv",
};

describe("data-analysis", () => {
  it("answers a table with the same figures for people and for programs", async () => {
    const agent = await startAgent("data-analysis", analyse);
    const { answer, events } = await send(agent, { parts: [sales] });
    expect(answer).toMatchObject({
      state: "COMPLETED",
      text: "12 rows, 3 columns of numbers and 4 columns of text in sales.csv.",
      artifacts: [
        { name: "report", parts: [{ mediaType: "text/markdown" }] },
        { name: "statistics", parts: [{ mediaType: "application/json" }] },
      ],
    });
    expect(joinTexts(answer.artifacts[0]?.parts)).toContain(
      "| units | 11 | 1 | 7.182 | 6.646 | -2 | 3.5 | 6 | 11 | 20 |",
    );
    expect(answer.artifacts[1]?.parts[0]?.data).toMatchObject({
      rows: 12,
      strongestCorrelation: { columns: ["advertising", "units"], rows: 10 },
    });
    expect(events).toContainEqual(
      expect.objectContaining({ state: "WORKING", text: "Reading sales.csv." }),
    );
  });

  it("rejects a message without a table and says what to send", async () => {
    const agent = await startAgent("data-analysis", analyse);
    const { answer } = await send(agent, { parts: [{ text: "What is the mean?" }] });
    expect(answer).toMatchObject({ state: "REJECTED", artifacts: [] });
    expect(answer.text).toMatch(/^This agent needs a table, and the message has none\. Attach/);
  });
});

describe("code-review", () => {
  it("answers a diff with a verdict and findings", async () => {
    const agent = await startAgent("code-review", reviewCode);
    const diff = { raw: readExample("code-review/change.diff"), filename: "change.diff" };
    const { answer } = await send(agent, { parts: [{ text: "Is it ready?" }, diff] });
    expect(answer).toMatchObject({
      state: "COMPLETED",
      text: "request-changes: 5 findings (3 files, 10 lines added, 2 removed).",
      artifacts: [
        { name: "report" },
        { name: "review", parts: [{ data: { verdict: "request-changes" } }] },
      ],
    });
    expect(joinTexts(answer.artifacts[0]?.parts)).toContain("| src/orders.ts:5 | secret (error) |");
  });

  it("rejects a message without a diff and says what to send", async () => {
    const agent = await startAgent("code-review", reviewCode);
    const { answer } = await send(agent, { parts: [{ text: "Is it ready?" }] });
    expect(answer).toMatchObject({ state: "REJECTED", artifacts: [] });
    expect(answer.text).toMatch(/^This agent needs a diff, and the message has none\. Attach/);
  });
});
