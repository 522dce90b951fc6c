import type { Expect, Same } from "@berth/contract";
import { z } from "zod";
import { isCidr } from "../cidr.js";
import { inputText, plain } from "../input.js";
import { isLabelKey } from "../kubernetes-syntax.js";
import { DEFAULT_APP_PROTOCOL } from "./defaults.js";
import {
  AgentCallers,
  type AgentDestinationArgs,
  type AgentNetworkArgs,
  type AgentNetworkPeerArgs,
  AgentTrafficDistribution,
} from "./network-args.js";
import { RULES } from "./rules.js";
import { inputNamespace, inputWhole, labelsSchema } from "./value-schemas.js";

const peer = {
  cidr: inputText(isCidr, RULES.cidr).optional(),
  namespace: inputNamespace.optional(),
  podLabels: labelsSchema.optional(),
};

const isOnePeer = ({ cidr, namespace, podLabels }: AgentNetworkPeerArgs): boolean =>
  (namespace !== undefined || podLabels !== undefined) === (cidr === undefined);

/** The schema of addresses, or of pods by their namespace and their labels. */
export const networkPeerSchema = plain(z.strictObject(peer).refine(isOnePeer, RULES.networkPeer));

/** The same of an object that another version may have written: what nobody knows here has no effect. */
export const tolerantNetworkPeerSchema = plain(z.object(peer).refine(isOnePeer, RULES.networkPeer));

/** The schema of a place that pods may reach, on some ports or on all. */
export const destinationSchema = plain(
  z
    .strictObject({
      ...peer,
      ports: plain(
        z.array(inputWhole(1, 65535, RULES.destinationPort)).min(1, RULES.noDestinationPorts),
      ).optional(),
    })
    .refine(isOnePeer, RULES.networkPeer),
);

/** The schema of who reaches the pods, and whom they reach. */
export const networkSchema = plain(
  z.strictObject({
    policy: plain(z.boolean()).default(true),
    callers: plain(z.enum(AgentCallers, RULES.callers)).default(AgentCallers.Namespace),
    callerNamespaces: plain(z.array(inputNamespace)).optional(),
    discovery: plain(z.boolean()).default(true),
    allowFrom: plain(z.array(networkPeerSchema)).default([]),
    allowTo: plain(z.array(destinationSchema)).default([]),
    internet: plain(z.boolean()).default(true),
    trafficDistribution: plain(
      z.enum(AgentTrafficDistribution, RULES.trafficDistribution),
    ).optional(),
    appProtocol: inputText(isLabelKey, RULES.appProtocol).default(DEFAULT_APP_PROTOCOL),
    dualStack: plain(z.boolean()).default(false),
  }),
).prefault({});

/** @internal */
export type _AgentNetworkArgsInStep = Expect<
  Same<AgentNetworkArgs | undefined, z.input<typeof networkSchema>>
>;

/** @internal */
export type _AgentNetworkPeerArgsInStep = Expect<
  Same<AgentNetworkPeerArgs, z.input<typeof networkPeerSchema>>
>;

/** @internal */
export type _AgentDestinationArgsInStep = Expect<
  Same<AgentDestinationArgs, z.input<typeof destinationSchema>>
>;
