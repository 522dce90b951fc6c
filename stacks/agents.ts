import type { AgentDefinition } from "./agent-definition.ts";
import { codeReview } from "./agents/code-review.ts";
import { dataAnalysis } from "./agents/data-analysis.ts";
import { research } from "./agents/research.ts";

/** The agents of every environment, by their names. A stack can add more in its configuration. */
export const agentDefinitions: Readonly<Record<string, AgentDefinition>> = {
  "data-analysis": dataAnalysis,
  research,
  "code-review": codeReview,
};
