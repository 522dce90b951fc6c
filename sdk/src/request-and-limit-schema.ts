import type * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { inputText, plain } from "./input.js";
import { exceeds, isQuantity, QUANTITY_RULE } from "./quantity.js";

/** What a pod of one container asks for and may use. */
type Amount = "requestsCpu" | "requestsMemory" | "limitsCpu" | "limitsMemory";

type Amounts = Record<Amount, pulumi.Input<string>>;

const LIMITS = [
  ["requestsCpu", "limitsCpu"],
  ["requestsMemory", "limitsMemory"],
] as const;

/**
 * The schema of what a pod asks for and may use, with the defaults of all that is not given.
 *
 * @param requestAboveLimit makes the rule about a request of the name of the limit and its value.
 */
export function toRequestAndLimitSchema(
  defaults: Record<Amount, string>,
  requestAboveLimit: (limit: string, value: string) => string,
): z.ZodPrefault<z.ZodType<Amounts, Partial<Amounts>>> {
  const amountOr = (amount: string) => inputText(isQuantity, QUANTITY_RULE).default(amount);
  return plain(
    z
      .strictObject({
        requestsCpu: amountOr(defaults.requestsCpu),
        requestsMemory: amountOr(defaults.requestsMemory),
        limitsCpu: amountOr(defaults.limitsCpu),
        limitsMemory: amountOr(defaults.limitsMemory),
      })
      .superRefine((resources, context) => {
        for (const [request, limit] of LIMITS) {
          const [asked, most] = [resources[request], resources[limit]];
          if (isKnownQuantity(asked) && isKnownQuantity(most) && exceeds(asked, most)) {
            const message = requestAboveLimit(limit, most);
            context.addIssue({ code: "custom", path: [request], input: asked, message });
          }
        }
      }),
  ).prefault({});
}

/** What is no quantity is told by itself. */
function isKnownQuantity(amount: unknown): amount is string {
  return typeof amount === "string" && isQuantity(amount);
}
