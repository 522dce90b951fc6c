import type { SettingsIssue } from "@berth/contract";
import * as pulumi from "@pulumi/pulumi";
import { toFullKey } from "./config-key.ts";

/**
 * Configuration of the stack that breaks rules. Pulumi prints its message alone, which names the file and,
 * for each issue, the key.
 */
export class ConfigError extends pulumi.RunError {
  /** @param issues with the paths of properties below the name of the project. */
  constructor(issues: readonly SettingsIssue[]) {
    const reasons = issues.map(({ propertyPath, reason }) => {
      const subject = `'${propertyPath}'`;
      const rest = reason.startsWith(subject) ? reason.slice(subject.length) : ` ${reason}`;
      return `  '${toFullKey(propertyPath)}'${rest}`;
    });
    super([`Pulumi.${pulumi.getStack()}.yaml is not valid:`, ...reasons].join("\n"));
    this.name = "ConfigError";
  }
}
