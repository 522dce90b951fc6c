import { SettingsError, type SettingsIssue } from "@berth/contract";

/** What a reader of settings finds wrong with them. */
export function findSettingsIssues(read: () => unknown): readonly SettingsIssue[] {
  try {
    read();
    return [];
  } catch (error) {
    if (error instanceof SettingsError) {
      return error.issues;
    }
    throw error;
  }
}
