import type { Expect, Same } from "@berth/contract";
import { isIP } from "node:net";
import { z } from "zod";
import { inputText, plain } from "../input.js";
import { isDnsSubdomain } from "../kubernetes-syntax.js";
import type { AgentExposureArgs } from "./exposure-args.js";
import type { AgentNetworkPeerArgs } from "./network-args.js";
import { networkPeerSchema } from "./network-schema.js";
import { RULES } from "./rules.js";
import { annotationsSchema, inputNamespace, inputObjectName } from "./value-schemas.js";

const gatewaySchema = plain(
  z.strictObject({
    name: inputObjectName,
    namespace: inputNamespace.optional(),
    sectionName: inputObjectName.optional(),
  }),
);

const ingressSchema = plain(
  z.strictObject({
    className: inputObjectName.optional(),
    tlsSecretName: inputObjectName.optional(),
    annotations: annotationsSchema.default({}),
  }),
);

/** The schema of how callers outside the cluster reach the agent. */
export const exposureSchema = plain(
  z
    .strictObject({
      hostname: inputText(isHostname, RULES.hostname),
      tls: plain(z.boolean()).default(true),
      gateway: gatewaySchema.optional(),
      ingress: ingressSchema.optional(),
      from: plain(z.array(networkPeerSchema)).optional(),
    })
    .refine(
      ({ gateway, ingress }) => (gateway === undefined) !== (ingress === undefined),
      RULES.exposure,
    )
    .transform((exposure) => ({ ...exposure, from: exposure.from ?? [toGatewayPods(exposure)] })),
);

/** @internal */
export type _AgentExposureArgsInStep = Expect<
  Same<AgentExposureArgs, z.input<typeof exposureSchema>>
>;

/** The pods that hand calls over, as far as they are known: without a namespace, the agent's. */
function toGatewayPods({ gateway }: Pick<AgentExposureArgs, "gateway">): AgentNetworkPeerArgs {
  return gateway?.namespace === undefined ? {} : { namespace: gateway.namespace };
}

/** Routes and Ingresses take no addresses. */
function isHostname(text: string): boolean {
  return isDnsSubdomain(text) && isIP(text) === 0;
}
