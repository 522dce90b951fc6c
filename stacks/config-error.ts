import type { SettingsIssue } from "@berth/contract";
import * as pulumi from "@pulumi/pulumi";

/**
 * Configuration of the stack that breaks rules. Pulumi prints its message alone, which names the file and,
 * for each issue, the key.
 */
export class ConfigError extends pulumi.RunError {
  /** @param issues with the paths of properties below the name of the project. */
  constructor(issues: readonly SettingsIssue[]) {
    const { name: project } = new pulumi.Config();
    const reasons = issues.map(({ propertyPath, reason }) => {
      const subject = `'${propertyPath}'`;
      const rest = reason.startsWith(subject) ? reason.slice(subject.length) : ` ${reason}`;
      return `  '${project}:${propertyPath}'${rest}`;
    });
    super([`Pulumi.${pulumi.getStack()}.yaml is not valid:`, ...reasons].join("\n"));
    this.name = "ConfigError";
  }
}
