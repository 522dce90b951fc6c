import * as berth from "@berth/berth";
import type { AgentDefinition } from "../agent-definition.ts";

/** The agent that reviews diffs by fixed rules. */
export const codeReview: AgentDefinition = {
  runtime: { mode: berth.AgentRuntimeMode.Embedded },
  card: {
    name: "Code Review",
    description:
      "Reads a diff and reports what breaks a fixed set of rules. It uses no model and no network.",
    version: "1.0.0",
    defaultInputModes: ["text/x-diff", "text/plain"],
    defaultOutputModes: ["text/markdown", "application/json"],
    skills: [
      {
        id: "review-diff",
        name: "Review of a diff",
        description:
          "Takes one unified diff, such as git diff prints. Answers a verdict and each finding " +
          "with its file, line and rule: secrets, conflict markers, leftover debug output, " +
          "switched-off tests, TODOs without an owner, long lines, large changes without tests.",
        tags: ["code", "review", "diff"],
        examples: [
          "Is this ready to merge?\n\n--- a/src/sum.ts\n+++ b/src/sum.ts\n@@ -1 +1,2 @@\n const sum = a + b;\n+console.log(sum);\n",
        ],
      },
    ],
  },
};
