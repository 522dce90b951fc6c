import * as berth from "@berth/berth";
import type { AgentDefinition } from "../agent-definition.ts";

/** The agent that runs statistics over tables. */
export const dataAnalysis: AgentDefinition = {
  runtime: { mode: berth.AgentRuntimeMode.Embedded },
  card: {
    name: "Data Analysis",
    description: "Runs statistics over tables. It uses no model and no network.",
    version: "1.0.0",
    defaultInputModes: ["text/csv", "text/plain"],
    defaultOutputModes: ["text/markdown", "application/json"],
    skills: [
      {
        id: "table-statistics",
        name: "Table statistics",
        description:
          "Reads one CSV file and answers the count, mean, median, standard deviation, range and " +
          "quartiles of each column of numbers, the most frequent values of each column of text, " +
          "and the strongest correlation.",
        tags: ["data", "statistics", "csv"],
        examples: ["What is in this table?\n\ncity,visits\nRome,12\nOslo,7\nRome,9"],
      },
    ],
  },
};
