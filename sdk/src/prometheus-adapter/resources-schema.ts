import type { Expect, Same } from "@berth/contract";
import { z } from "zod";
import { inputText, plain } from "../input.js";
import { exceeds, isQuantity, QUANTITY_RULE } from "../quantity.js";
import { ADAPTER_RULES } from "./arg-rules.js";
import type { PrometheusAdapterResourcesArgs } from "./args.js";
import { DEFAULT_ADAPTER_RESOURCES } from "./defaults.js";

const LIMITS = [
  ["requestsCpu", "limitsCpu"],
  ["requestsMemory", "limitsMemory"],
] as const;

const amountOr = (amount: string) => inputText(isQuantity, QUANTITY_RULE).default(amount);

/** The schema of what a pod asks for and may use, with the defaults of all that is not given. */
export const resourcesSchema = plain(
  z
    .strictObject({
      requestsCpu: amountOr(DEFAULT_ADAPTER_RESOURCES.requestsCpu),
      requestsMemory: amountOr(DEFAULT_ADAPTER_RESOURCES.requestsMemory),
      limitsCpu: amountOr(DEFAULT_ADAPTER_RESOURCES.limitsCpu),
      limitsMemory: amountOr(DEFAULT_ADAPTER_RESOURCES.limitsMemory),
    })
    .superRefine((resources, context) => {
      for (const [request, limit] of LIMITS) {
        const [asked, most] = [resources[request], resources[limit]];
        if (isKnownQuantity(asked) && isKnownQuantity(most) && exceeds(asked, most)) {
          const message = ADAPTER_RULES.requestAboveLimit(limit, most);
          context.addIssue({ code: "custom", path: [request], input: asked, message });
        }
      }
    }),
).prefault({});

/** @internal */
export type _PrometheusAdapterResourcesArgsInStep = Expect<
  Same<PrometheusAdapterResourcesArgs | undefined, z.input<typeof resourcesSchema>>
>;

/** What is no quantity is told by itself. */
function isKnownQuantity(amount: unknown): amount is string {
  return typeof amount === "string" && isQuantity(amount);
}
