import type { AgentSecretArgs } from "@berth/berth";
import { SettingsError, type SettingsIssue } from "@berth/contract";
import type { ConfiguredSecret } from "./agent-definition.ts";
import { toSetCommand } from "./config-command.ts";

/**
 * Puts the values of the configuration into the secrets of an agent.
 *
 * @throws SettingsError with each `fromConfig` that names no value.
 */
export function toSecretArgs(
  secrets: readonly (AgentSecretArgs | ConfiguredSecret)[] | undefined,
  values: Readonly<Record<string, string>>,
): AgentSecretArgs[] | undefined {
  if (secrets === undefined) {
    return undefined;
  }
  const issues: SettingsIssue[] = [];
  const args = secrets.map((secret, index) => {
    if (!("fromConfig" in secret)) {
      return secret;
    }
    const { fromConfig, ...rest } = secret;
    const value = values[fromConfig];
    if (value === undefined) {
      issues.push({
        propertyPath: `secrets[${index}].fromConfig`,
        reason:
          `'secrets[${index}].fromConfig' (${fromConfig}) must be a key of 'secrets'. ` +
          `Set it: ${toSetCommand(`secrets.${fromConfig}`, "", "--secret")}`,
      });
    }
    return { ...rest, value };
  });
  if (issues.length > 0) {
    throw new SettingsError(issues);
  }
  return args;
}
