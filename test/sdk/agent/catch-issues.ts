import type { AgentArgs } from "@berth/berth";
import { SettingsError, type SettingsIssue } from "@berth/contract";
import { toAgentSpec } from "../../../sdk/src/agent/spec.ts";
import { minimalArgs } from "./settings.ts";

/** What a program in another language may pass: nobody checks its types. */
export type LooseArgs = Partial<Record<keyof AgentArgs, unknown>> & Record<string, unknown>;

/** What is wrong with the minimal args and these. */
export function catchIssues(
  args: LooseArgs,
  logicalName = "data-analysis",
): readonly SettingsIssue[] {
  try {
    toAgentSpec({ ...minimalArgs, ...args } as AgentArgs, logicalName);
    return [];
  } catch (error) {
    if (error instanceof SettingsError) {
      return error.issues;
    }
    throw error;
  }
}

/** The same, only the sentences. */
export function catchReasons(args: LooseArgs, logicalName?: string): string[] {
  return catchIssues(args, logicalName).map(({ reason }) => reason);
}
