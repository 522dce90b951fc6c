import type { Expect, Same } from "@berth/contract";
import { z } from "zod";
import { inputAnyText, inputSomeText } from "../agent/value-schemas.js";
import { plain } from "../input.js";
import { ADAPTER_RULES } from "./arg-rules.js";
import type { PrometheusAdapterRuleArgs } from "./rule-args.js";
import { LOAD_METRICS } from "./rules.js";

const resourceSchema = plain(
  z.strictObject({ group: inputAnyText.optional(), resource: inputSomeText }),
);

const ruleSchema = plain(
  z.strictObject({
    seriesQuery: inputSomeText,
    resources: plain(
      z.strictObject({
        template: inputSomeText.optional(),
        overrides: plain(z.record(z.string(), resourceSchema)).optional(),
        namespaced: plain(z.boolean()).optional(),
      }),
    ).optional(),
    name: plain(
      z.strictObject({ matches: inputSomeText.optional(), as: inputSomeText.optional() }),
    ).optional(),
    metricsQuery: inputSomeText,
  }),
);

/** Of two rules for one metric the adapter takes the later one, and tells nobody. */
const rulesOfObjects = ruleSchema.superRefine(({ name, resources }, context) => {
  if (typeof name?.as === "string" && LOAD_METRICS.includes(name.as)) {
    const message = ADAPTER_RULES.ruleOfLoad;
    context.addIssue({ code: "custom", path: ["name", "as"], input: name.as, message });
  }
  if (resources?.namespaced !== undefined) {
    const [path, input] = [["resources", "namespaced"], resources.namespaced];
    context.addIssue({ code: "custom", path, input, message: ADAPTER_RULES.externalOnly });
  }
});

/** The schema of rules for metrics of objects. */
export const rulesSchema = plain(z.array(rulesOfObjects).min(1, ADAPTER_RULES.noRules));

/** The schema of rules for metrics of no object. */
export const externalRulesSchema = plain(z.array(ruleSchema).min(1, ADAPTER_RULES.noRules));

/** @internal */
export type _PrometheusAdapterRuleArgsInStep = Expect<
  Same<PrometheusAdapterRuleArgs, z.input<typeof ruleSchema>>
>;
