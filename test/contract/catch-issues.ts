import { SettingsError, type SettingsIssue } from "@berth/contract";

/** Returns the issues that a call throws, none when it throws nothing. */
export function catchIssues(call: () => unknown): readonly SettingsIssue[] {
  try {
    call();
  } catch (error) {
    if (error instanceof SettingsError) {
      return error.issues;
    }
    throw error;
  }
  return [];
}

/** The reasons among the issues. */
export function catchReasons(call: () => unknown): string[] {
  return catchIssues(call).map(({ reason }) => reason);
}
