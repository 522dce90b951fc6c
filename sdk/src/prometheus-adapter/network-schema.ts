import type { Expect, Same } from "@berth/contract";
import { z } from "zod";
import { destinationSchema, networkPeerSchema } from "../agent/network-schema.js";
import { plain } from "../input.js";
import { ADAPTER_RULES } from "./arg-rules.js";
import type { PrometheusAdapterNetworkArgs } from "./args.js";

/** The schema of whom the pods reach. */
export const networkSchema = plain(
  z
    .strictObject({
      policy: plain(z.boolean()).default(true),
      prometheus: networkPeerSchema.optional(),
      allowTo: plain(z.array(destinationSchema)).default([]),
    })
    .superRefine(({ allowTo, policy, prometheus }, context) => {
      const places = { prometheus, allowTo: allowTo.length === 0 ? undefined : allowTo };
      for (const [name, input] of policy ? [] : Object.entries(places)) {
        if (input !== undefined) {
          const message = ADAPTER_RULES.networkWithoutPolicy;
          context.addIssue({ code: "custom", path: [name], input, message });
        }
      }
    }),
).prefault({});

/** @internal */
export type _PrometheusAdapterNetworkArgsInStep = Expect<
  Same<PrometheusAdapterNetworkArgs | undefined, z.input<typeof networkSchema>>
>;
