import type * as pulumi from "@pulumi/pulumi";
import { joinInput, mapInput } from "../input.js";
import type { PrometheusAdapterRuleArgs } from "./rule-args.js";
import { LOAD_RULES } from "./rules.js";

/** The rules besides those for agents. */
export interface FurtherRules {
  rules: PrometheusAdapterRuleArgs[];
  externalRules: PrometheusAdapterRuleArgs[];
}

/** The text of the adapter's configuration. It reads YAML, of which JSON is a part. */
export function toAdapterConfig({ rules, externalRules }: FurtherRules): pulumi.Input<string> {
  const config = {
    rules: [...LOAD_RULES, ...rules],
    // Without a rule the adapter does not serve the group.
    ...(externalRules.length === 0 ? {} : { externalRules }),
  };
  return mapInput(joinInput(config), (known) => `${JSON.stringify(known, undefined, 2)}\n`);
}
