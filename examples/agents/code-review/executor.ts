import type { AgentTask } from "@berth/agent-runtime";
import { readChangedFiles } from "./changed-files.ts";
import { findDiff } from "./diff-part.ts";
import { summarize, writeReport } from "./report.ts";
import { review } from "./review.ts";
import { UnusableDiff } from "./unusable-diff.ts";

/** Answers a message that carries a diff with a verdict and what breaks the rules. */
export function execute(task: AgentTask): void {
  try {
    const result = review(readChangedFiles(findDiff(task.message.parts)));
    task.addArtifact({
      name: "report",
      description: "The review as Markdown.",
      parts: [{ text: writeReport(result), mediaType: "text/markdown" }],
    });
    task.addArtifact({
      name: "review",
      description: "The review as JSON.",
      parts: [{ data: result, mediaType: "application/json" }],
    });
    task.complete(summarize(result));
  } catch (error) {
    if (!(error instanceof UnusableDiff)) {
      throw error;
    }
    task.reject(error.message);
  }
}
