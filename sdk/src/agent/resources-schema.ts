import type { Expect, Same } from "@berth/contract";
import { z } from "zod";
import { inputText, plain } from "../input.js";
import { exceeds, isQuantity, QUANTITY_RULE } from "../quantity.js";
import type { AgentResourcesArgs } from "./args.js";
import { DEFAULT_LIMITS, DEFAULT_REQUESTS } from "./defaults.js";

const RESOURCES = ["cpu", "memory", "ephemeralStorage"] as const;

type Amounts = Record<(typeof RESOURCES)[number], string>;

const amountsOr = (defaults: Amounts) => {
  const amountOr = (value: string) => inputText(isQuantity, QUANTITY_RULE).default(value);
  return plain(
    z.strictObject({
      cpu: amountOr(defaults.cpu),
      memory: amountOr(defaults.memory),
      ephemeralStorage: amountOr(defaults.ephemeralStorage),
    }),
  ).prefault({});
};

/** The schema of what a pod asks for and may use, with the defaults of all that is not given. */
export const resourcesSchema = plain(
  z
    .strictObject({ requests: amountsOr(DEFAULT_REQUESTS), limits: amountsOr(DEFAULT_LIMITS) })
    .superRefine(({ requests, limits }, context) => {
      for (const resource of RESOURCES) {
        const [request, limit] = [requests[resource], limits[resource]];
        if (typeof request !== "string" || typeof limit !== "string" || !exceeds(request, limit)) {
          continue;
        }
        context.addIssue({
          code: "custom",
          path: ["requests", resource],
          input: request,
          message:
            `must not exceed 'resources.limits.${resource}' (${limit}). Give both: what is not ` +
            "given has its default.",
        });
      }
    }),
).prefault({});

/** @internal */
export type _AgentResourcesArgsInStep = Expect<
  Same<AgentResourcesArgs | undefined, z.input<typeof resourcesSchema>>
>;
