import type { Expect, Same } from "@berth/contract";
import { z } from "zod";
import { inputText, plain } from "../input.js";
import { exceeds, isQuantity } from "../quantity.js";
import { DEFAULT_LIMITS, DEFAULT_REQUESTS } from "./defaults.js";
import type { AgentResourcesArgs } from "./resources-args.js";
import { RULES } from "./rules.js";

const RESOURCES = ["cpu", "memory", "ephemeralStorage"] as const;

type Amounts = Record<(typeof RESOURCES)[number], string>;

const amountsOr = (defaults: Amounts) => {
  const amountOr = (value: string) => inputText(isQuantity, RULES.quantity).default(value);
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
          message: RULES.requestAboveLimit(resource, limit),
        });
      }
    }),
).prefault({});

/** @internal */
export type _AgentResourcesArgsInStep = Expect<
  Same<AgentResourcesArgs | undefined, z.input<typeof resourcesSchema>>
>;
