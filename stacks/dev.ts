import * as berth from "@berth/berth";
import type { StackOutputs } from "./stack-outputs.ts";

/** Where agents are tried out. */
export function createDevStack(): StackOutputs {
  const agents = new berth.AgentNamespace("agents");
  return { agentNamespace: agents.name };
}
