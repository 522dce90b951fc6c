import { parseSettings, SettingsError, type SettingsIssue } from "@berth/contract";
import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { toFullKey, toSetCommand } from "./config-key.ts";

/** Each key of a stack's configuration, below the name of the project, with its schema. */
type Shape = Record<string, z.ZodType>;

/** What was read of a configuration. A key that is wrong has an issue, and no value. */
export interface ConfigReading<S extends Shape> {
  values: { [Key in keyof S]?: z.output<S[Key]> };
  issues: SettingsIssue[];
}

/** The one key whose values are secrets. */
export const SECRETS_KEY = "secrets";

/**
 * Reads the whole configuration of the stack. Nothing else reads it. It throws nothing, so that what is
 * wrong with one key does not hide what is wrong with another one.
 */
export function readConfig<S extends Shape>(shape: S): ConfigReading<S> {
  const prefix = `${new pulumi.Config().name}:`;
  const texts = Object.entries(pulumi.runtime.allConfig())
    .filter(([key]) => key.startsWith(prefix))
    .map(([key, text]): [string, string] => [key.slice(prefix.length), text]);
  const settings = new Map(texts.map(([key, text]) => [key, toValue(text)]));
  const strangers = texts.filter(([key]) => !Object.hasOwn(shape, key));
  const issues = [
    ...strangers.map(([key]) => ({
      propertyPath: key,
      reason: `'${key}' is not a known property. Remove it.`,
    })),
    ...texts.flatMap(([key]) => findSecrecyIssues(key, isSecret(prefix + key))),
  ];
  const values: Record<string, unknown> = {};
  for (const [key, schema] of Object.entries(shape)) {
    try {
      const parsed = parseSettings(z.object({ [key]: schema }), { [key]: settings.get(key) });
      values[key] = parsed[key];
    } catch (error) {
      if (!(error instanceof SettingsError)) {
        throw error;
      }
      issues.push(...error.issues);
    }
  }
  return { values: values as ConfigReading<S>["values"], issues };
}

/** The engine hands over a map or a list as JSON, and a text as it is. */
function toValue(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) {
    return text;
  }
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** What the program is told of a key is in clear, and the mark that it was a secret is lost on the way. */
function findSecrecyIssues(key: string, isKeySecret: boolean): SettingsIssue[] {
  if (key === SECRETS_KEY) {
    return isKeySecret
      ? []
      : [
          {
            propertyPath: key,
            reason: `must be encrypted. Set each of them with --secret: ${toSetCommand(`${SECRETS_KEY}.NAME`, undefined, "--secret")}`,
          },
        ];
  }
  return isKeySecret
    ? [
        {
          propertyPath: key,
          reason: `has a secret in it, which would be in clear in Pulumi's state. Set it in '${toFullKey(SECRETS_KEY)}', where agents take it from by 'fromConfig'.`,
        },
      ]
    : [];
}

/** Pulumi's SDK has this function, and its types do not. */
function isSecret(fullKey: string): boolean {
  const { isConfigSecret } = pulumi.runtime as unknown as {
    isConfigSecret: (fullKey: string) => boolean;
  };
  return isConfigSecret(fullKey);
}
