import type { AgentTask } from "@berth/agent-runtime";
import { findCsv } from "./csv-part.ts";
import { summarize, writeReport } from "./report.ts";
import { computeStatistics, type TableStatistics } from "./statistics.ts";
import { readTable } from "./table.ts";
import { UnusableTable } from "./unusable-table.ts";

/** Answers a message that carries a CSV file with the statistics of its columns. */
export async function execute(task: AgentTask): Promise<void> {
  try {
    const csv = findCsv(task.message.parts);
    task.report(`Reading ${csv.name}.`);
    const statistics = await computeStatistics(await readTable(csv, task.signal), task.signal);
    answer(task, statistics);
    task.complete(summarize(csv.name, statistics));
  } catch (error) {
    if (!(error instanceof UnusableTable)) {
      throw error;
    }
    task.reject(error.message);
  }
}

/** The same statistics twice: for people and for agents. */
function answer(task: AgentTask, statistics: TableStatistics): void {
  task.addArtifact({
    name: "report",
    description: "The statistics as Markdown.",
    parts: [{ text: writeReport(statistics), mediaType: "text/markdown" }],
  });
  task.addArtifact({
    name: "statistics",
    description: "The statistics as JSON.",
    parts: [{ data: statistics, mediaType: "application/json" }],
  });
}
