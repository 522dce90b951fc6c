import type { AgentExecutor, AgentTask } from "@berth/agent-runtime";
import type { Peer } from "@berth/contract";
import { describe, expect, it } from "vitest";
import { execute as analyse } from "../../../../examples/agents/data-analysis/executor.ts";
import { execute } from "../../../../examples/agents/research/executor.ts";
import { joinTexts, readExample, send, startAgent } from "../running-agents.ts";

const sales = {
  raw: readExample("research/sales.csv"),
  mediaType: "text/csv",
  filename: "sales.csv",
};

async function startResearch(executor: AgentExecutor = analyse): Promise<Peer> {
  return await startAgent("research", execute, [await startAgent("data-analysis", executor)]);
}

describe("research with data-analysis as its peer", () => {
  it("streams a report piece by piece, with the right figures in it", async () => {
    const agent = await startResearch();
    const parts = [{ text: "What are usual units and revenue?" }, sales];
    const { answer, events } = await send(agent, { parts });
    expect(answer).toMatchObject({
      state: "COMPLETED",
      text: "The report on sales.csv is complete.",
      artifacts: [{ name: "report", description: "The report as Markdown." }],
    });
    expect(joinTexts(answer.artifacts[0]?.parts)).toBe(`# Report on sales.csv

12 rows and 7 columns. The question is about **units**, **revenue**.

- **units** is 7.182 on average (median 6), 79 in sum. It goes from -2 to 20, in the middle half of the rows from 3.5 to 11. 1 value is missing.
- **revenue** is 478.82 on average (median 440), 5267 in sum. It goes from -310 to 1495, in the middle half of the rows from 305 to 648. 1 value is missing.

**advertising** and **units** go together: where one is high, so is the other (correlation 0.9965 over 10 rows).

| column | count | missing | mean | std dev | min | 25 % | median | 75 % | max |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
| advertising | 11 | 1 | 72.23 | 58.61 | 0 | 37.75 | 60 | 107.5 | 188 |
| units | 11 | 1 | 7.182 | 6.646 | -2 | 3.5 | 6 | 11 | 20 |
| revenue | 11 | 1 | 478.82 | 479.74 | -310 | 305 | 440 | 648 | 1495 |

| column | count | missing | distinct | most frequent |
| --- | --- | --- | --- | --- |
| date | 12 | 0 | 7 | 2026-01-05 (2), 2026-01-12 (2), 2026-01-19 (2), 2026-02-02 (2), 2026-02-09 (2) |
| region | 12 | 0 | 4 | North (5), South (3), West (2), East (2) |
| product | 12 | 0 | 4 | Chair (4), Lamp, desk (3), Desk, oak (3), Lamp, floor (2) |
| note | 7 | 5 | 7 | each once |

Strongest correlation: advertising and units, 0.9965 over 10 rows.
`);
    const pieces = events.filter((event) => event.type === "artifact");
    expect(pieces.map(({ append, last }) => ({ append, last }))).toEqual([
      { append: false, last: false },
      { append: true, last: false },
      { append: true, last: false },
      { append: true, last: false },
      { append: true, last: false },
      { append: true, last: true },
    ]);
    const texts = events.flatMap((event) =>
      event.type === "status" && event.state === "WORKING" ? [event.text] : [],
    );
    expect(texts.filter((text) => text !== "")).toEqual([
      "Asking data-analysis for the figures of sales.csv.",
      "data-analysis: Reading sales.csv.",
    ]);
  });

  it("asks for a table when there is none, and answers the question when it comes", async () => {
    const agent = await startResearch();
    const first = await send(agent, { parts: [{ text: "Which region is most frequent?" }] });
    expect(first.answer).toMatchObject({
      state: "INPUT_REQUIRED",
      text: "Which table is it about? Send a CSV file as the answer to this.",
    });
    const { taskId = "", contextId } = first.answer;
    const { answer } = await send(agent, { taskId, contextId, parts: [sales] });
    expect(answer).toMatchObject({ taskId, state: "COMPLETED" });
    expect(joinTexts(answer.artifacts[0]?.parts)).toContain(
      "The question is about **region**.\n\n- **region** has 4 different values. Most frequent is North, 5 times of 12.\n",
    );
  });

  it("rejects a table that its peer rejects, with the peer's reason", async () => {
    const agent = await startResearch();
    const table = { text: "a,b\n1\n", mediaType: "text/csv", filename: "a.csv" };
    const { answer } = await send(agent, { parts: [table] });
    expect(answer).toMatchObject({
      state: "REJECTED",
      text: "Each line of a.csv must have as many fields as the first one, which has 2: line 2 has 1. Put a field with a delimiter in it in double quotes.",
      artifacts: [],
    });
  });
});

describe("research fails and says why", () => {
  async function getFailure(agent: Peer): Promise<string> {
    const { answer } = await send(agent, { parts: [sales] });
    expect(answer).toMatchObject({ state: "FAILED", artifacts: [] });
    return answer.text;
  }

  it("when it has no such peer", async () => {
    expect(await getFailure(await startAgent("research", execute))).toBe(
      "'data-analysis' must be a peer of this agent: it has none. Name it in 'peers' of the deployment, or in A2A_PEERS.",
    );
  });

  it("when nobody listens where its peer is said to be", async () => {
    const peer = { name: "data-analysis", url: "http://127.0.0.1:1" };
    expect(await getFailure(await startAgent("research", execute, [peer]))).toMatch(
      /^Peer data-analysis \(http:\/\/127\.0\.0\.1:1\) cannot be reached: /,
    );
  });

  it("when its peer fails", async () => {
    const agent = await startResearch(({ fail }: AgentTask) => {
      fail("The disk is full.");
    });
    expect(await getFailure(agent)).toBe(
      "data-analysis did not complete its task (FAILED). The disk is full.",
    );
  });

  it("when its peer answers something else", async () => {
    const agent = await startResearch((task) => {
      task.addArtifact({ parts: [{ data: { rows: "twelve" } }] });
    });
    expect(await getFailure(agent)).toBe(
      "data-analysis answered without figures that this agent can read.",
    );
  });
});
