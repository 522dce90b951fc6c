import type { SettingsIssue } from "@berth/contract";

/** Where a merge is within an override, and what is wrong with the whole of it so far. */
export interface MergePlace {
  path: string;
  issues: SettingsIssue[];
}

/** The place of a member of the object at a place. */
export function within({ path, issues }: MergePlace, name: string): MergePlace {
  if (!/^[\w$-]+$/.test(name)) {
    return { path: `${path}["${name}"]`, issues };
  }
  return { path: path === "" ? name : `${path}.${name}`, issues };
}

/** The place of an element of the list at a place. */
export function at({ path, issues }: MergePlace, index: number): MergePlace {
  return { path: `${path}[${index}]`, issues };
}

/** Notes that what is at a place breaks a rule. */
export function refuse({ path, issues }: MergePlace, rule: string): void {
  issues.push({ propertyPath: path, reason: `'${path}' ${rule}` });
}
