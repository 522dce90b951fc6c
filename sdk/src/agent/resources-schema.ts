import type { Expect, Same } from "@berth/contract";
import type * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { inputText, plain } from "../input.js";
import { exceeds, isQuantity } from "../quantity.js";
import { DEFAULT_LIMITS, DEFAULT_REQUESTS, DEFAULT_RUNTIME_RESOURCES } from "./defaults.js";
import type { AgentResourcesArgs } from "./resources-args.js";
import { RULES } from "./rules.js";

const RESOURCES = ["cpu", "memory", "ephemeralStorage"] as const;

type Amounts<Amount> = Record<(typeof RESOURCES)[number], Amount>;

const amount = inputText(isQuantity, RULES.quantity);

const amountsOr = (defaults: Amounts<string>) =>
  plain(
    z.strictObject({
      cpu: amount.default(defaults.cpu),
      memory: amount.default(defaults.memory),
      ephemeralStorage: amount.default(defaults.ephemeralStorage),
    }),
  ).prefault({});

const { limits: runtimeLimits, requests: runtimeRequests } = DEFAULT_RUNTIME_RESOURCES;

/** The schema of what an agent asks for and may use, with the defaults of all that is not given. */
export const resourcesSchema = plain(
  z
    .strictObject({ requests: amountsOr(DEFAULT_REQUESTS), limits: amountsOr(DEFAULT_LIMITS) })
    .superRefine(refuseAboveLimits("resources")),
).prefault({});

/** The schema of what a sidecar asks for and may use, with the defaults of all that is not given. */
export const runtimeResourcesSchema = plain(
  z
    .strictObject({
      requests: amountsOr(runtimeRequests),
      limits: plain(
        z.strictObject({
          cpu: amount.optional(),
          memory: amount.default(runtimeLimits.memory),
          ephemeralStorage: amount.default(runtimeLimits.ephemeralStorage),
        }),
      ).prefault({}),
    })
    .superRefine(refuseAboveLimits("runtime.resources")),
).prefault({});

/** @internal */
export type _AgentResourcesArgsInStep = Expect<
  Same<AgentResourcesArgs | undefined, z.input<typeof resourcesSchema>>
>;

interface Resources {
  requests: Amounts<pulumi.Input<string>>;
  limits: Partial<Amounts<pulumi.Input<string>>>;
}

/** Refuses requests that are above their limit, as far as both are known. */
function refuseAboveLimits(path: string) {
  return ({ requests, limits }: Resources, context: z.RefinementCtx): void => {
    for (const resource of RESOURCES) {
      const [request, limit] = [requests[resource], limits[resource]];
      if (typeof request === "string" && typeof limit === "string" && exceeds(request, limit)) {
        context.addIssue({
          code: "custom",
          path: ["requests", resource],
          input: request,
          message: RULES.requestAboveLimit(`${path}.limits.${resource}`, limit),
        });
      }
    }
  };
}
