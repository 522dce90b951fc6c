import * as berth from "@berth/berth";
import type { AgentDefinition } from "../agent-definition.ts";

/** The agent that writes reports from the figures of the agent data-analysis. */
export const research: AgentDefinition = {
  runtime: { mode: berth.AgentRuntimeMode.Embedded },
  card: {
    name: "Research",
    description:
      "Answers questions about a table with a short report. It asks the agent data-analysis for " +
      "the figures.",
    version: "1.0.0",
    defaultInputModes: ["text/plain", "text/csv"],
    defaultOutputModes: ["text/markdown"],
    skills: [
      {
        id: "table-report",
        name: "Report on a table",
        description:
          "Takes a question and one CSV file. Names the key figures of the columns in the " +
          "question, in sentences, and then shows the whole table of statistics.",
        tags: ["research", "report", "csv"],
        examples: ["Which city is most frequent?\n\ncity,visits\nRome,12\nOslo,7\nRome,9"],
      },
    ],
  },
  peers: [{ name: "data-analysis" }],
};
