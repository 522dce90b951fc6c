import type { AgentSecretArgs } from "@berth/berth";
import type { SettingsIssue } from "@berth/contract";
import type * as pulumi from "@pulumi/pulumi";
import type { AgentDefinition, ConfiguredSecret } from "./agent-definition.ts";
import type { AgentPlan } from "./agent-plan.ts";
import { toFullKey, toSetCommand } from "./config-key.ts";
import { SECRETS_KEY } from "./config.ts";
import { type EnvironmentConfig, SECRET_NAME } from "./environment-config.ts";

type DefinedSecret = NonNullable<AgentDefinition["secrets"]>[number];

/** What says where a value comes from. */
const OF_A_SOURCE = ["fromConfig", "key", "secretName", "value"];

function isConfigured(secret: DefinedSecret): secret is ConfiguredSecret {
  return "fromConfig" in secret;
}

/** Puts values into the secrets of an agent that take them from the configuration. */
export function toSecretArgs(
  secrets: readonly DefinedSecret[] | undefined,
  toValue: (fromConfig: string) => pulumi.Input<string>,
): AgentSecretArgs[] | undefined {
  return secrets?.map((secret) => {
    if (!isConfigured(secret)) {
      return secret;
    }
    const { env, fromConfig } = secret;
    const others = Object.entries(secret).filter(([key]) => !OF_A_SOURCE.includes(key));
    return { ...Object.fromEntries(others), env, value: toValue(fromConfig) };
  });
}

/** Finds what is wrong with where the secrets of an agent come from. */
export function findSecretIssues(
  { name, definition: { secrets = [] } }: AgentPlan,
  { secrets: values }: EnvironmentConfig,
): SettingsIssue[] {
  return secrets.flatMap((secret, index) => {
    const path = `agents.${name}.secrets[${index}]`;
    if (!isConfigured(secret)) {
      return "value" in secret
        ? [
            {
              propertyPath: `${path}.value`,
              reason:
                `is not given here, where it is in clear. Give a name as 'fromConfig', and set the value: ` +
                toSetCommand(`${SECRETS_KEY}.NAME`, undefined, "--secret"),
            },
          ]
        : [];
    }
    const others = Object.keys(secret).filter(
      (key) => key !== "fromConfig" && OF_A_SOURCE.includes(key),
    );
    if (others.length > 0) {
      const reason = `must not be given with '${others.join("' and '")}'. Give one of them.`;
      return [{ propertyPath: `${path}.fromConfig`, reason }];
    }
    const { fromConfig } = secret;
    // A key that is wrong as a whole is told of once.
    if (
      values === undefined ||
      (typeof fromConfig === "string" && Object.hasOwn(values, fromConfig))
    ) {
      return [];
    }
    const isName = typeof fromConfig === "string" && SECRET_NAME.test(fromConfig);
    const given = isName ? `(${fromConfig}) ` : "";
    const command = toSetCommand(
      `${SECRETS_KEY}.${isName ? fromConfig : "NAME"}`,
      undefined,
      "--secret",
    );
    return [
      {
        propertyPath: `${path}.fromConfig`,
        reason: `${given}must be a key of '${toFullKey(SECRETS_KEY)}'. Set it: ${command}`,
      },
    ];
  });
}

/** Finds values that no agent takes: mostly, one has another name for it. */
export function findUnusedSecrets(
  plans: readonly AgentPlan[],
  { secrets: values = {} }: EnvironmentConfig,
): SettingsIssue[] {
  const used = new Set(
    plans.flatMap(({ definition: { secrets = [] } }) =>
      secrets.filter(isConfigured).map(({ fromConfig }) => fromConfig),
    ),
  );
  return Object.keys(values)
    .filter((name) => !used.has(name))
    .map((name) => ({
      propertyPath: `${SECRETS_KEY}.${name}`,
      reason: "is taken by no agent. Remove it, or name it as the 'fromConfig' of a secret.",
    }));
}
