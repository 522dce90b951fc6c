import type * as pulumi from "@pulumi/pulumi";
import type { AgentSecretArgs } from "./environment-args.js";

/**
 * What goes into the Secret of an agent's own: each value under the name of its variable. Undefined where
 * no secret has a value.
 */
export function toSecretsData(
  secrets: readonly AgentSecretArgs[],
): Record<string, pulumi.Input<string>> | undefined {
  const entries = secrets
    .flatMap(({ env, value }): [string, pulumi.Input<string>][] =>
      value === undefined ? [] : [[env, value]],
    )
    // Programs in other languages hand lists over in their order, and people change it.
    .sort(([one], [other]) => (one < other ? -1 : 1));
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}
