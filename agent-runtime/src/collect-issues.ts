import { SettingsError, type SettingsIssue } from "@berth/contract";

/** Returns what the call returns; undefined, and its issues kept, when it throws them. */
export function collectIssues<Result>(
  issues: SettingsIssue[],
  call: () => Result,
): Result | undefined {
  try {
    return call();
  } catch (error) {
    if (error instanceof SettingsError) {
      issues.push(...error.issues);
      return undefined;
    }
    throw error;
  }
}
