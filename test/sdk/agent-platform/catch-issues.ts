import { SettingsError, type SettingsIssue } from "@berth/contract";
import type { AgentPlatformArgs } from "../../../sdk/src/agent-platform/args.ts";
import { toAgentPlatformSpec } from "../../../sdk/src/agent-platform/spec.ts";

/** What a program in another language may pass: nobody checks its types. */
export type LooseArgs = Partial<Record<keyof AgentPlatformArgs, unknown>> & Record<string, unknown>;

/** What is wrong with these args. */
export function catchIssues(args: LooseArgs, component = "platform"): readonly SettingsIssue[] {
  try {
    toAgentPlatformSpec(args as unknown as AgentPlatformArgs, component);
    return [];
  } catch (error) {
    if (error instanceof SettingsError) {
      return error.issues;
    }
    throw error;
  }
}

/** The same, only the sentences. */
export function catchReasons(args: LooseArgs, component?: string): string[] {
  return catchIssues(args, component).map(({ reason }) => reason);
}
