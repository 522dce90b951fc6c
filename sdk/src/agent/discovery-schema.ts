import type { DiscoveryNamespaces, Expect, Same } from "@berth/contract";
import type * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { mapInput, plain } from "../input.js";
import { isDnsLabel } from "../kubernetes-syntax.js";
import type { AgentDiscoveryArgs } from "./discovery-args.js";
import { RULES } from "./rules.js";

const namespace = plain(z.string(RULES.dnsLabel).refine(isDnsLabel, RULES.dnsLabel));

/** The schema of which agents an Agent finds besides its peers. */
export const discoverySchema = plain(
  z
    .strictObject({
      namespaces: plain(
        z.array(namespace).min(1, RULES.noDiscoveryNamespaces).superRefine(refuseSameNames),
      ).optional(),
      allNamespaces: plain(z.boolean()).default(false),
    })
    .refine(({ allNamespaces, namespaces }) => !allNamespaces || namespaces === undefined, {
      path: ["allNamespaces"],
      error: RULES.allNamespaces,
    }),
);

/** @internal */
export type _AgentDiscoveryArgsInStep = Expect<
  Same<AgentDiscoveryArgs, z.input<typeof discoverySchema>>
>;

/** Which agents an Agent finds besides its peers, with the defaults. */
export type AgentDiscovery = z.output<typeof discoverySchema>;

/** Tells whether an Agent finds the agents of its own namespace alone: whatever that is called. */
export function isOfOwnNamespace({ allNamespaces, namespaces }: AgentDiscovery): boolean {
  return !allNamespaces && namespaces === undefined;
}

/** The namespaces whose agents are found. */
export function toDiscoveryNamespaces(
  { allNamespaces, namespaces }: AgentDiscovery,
  ownNamespace: pulumi.Input<string>,
): pulumi.Input<DiscoveryNamespaces> {
  if (allNamespaces) {
    return "all";
  }
  return namespaces ?? mapInput(ownNamespace, (known): DiscoveryNamespaces => [known]);
}

/** Two Roles of one namespace would have one name. */
function refuseSameNames(namespaces: readonly string[], context: z.RefinementCtx): void {
  namespaces.forEach((name, index) => {
    const first = namespaces.indexOf(name);
    if (first !== index) {
      const message = RULES.sameNamespace(`discovery.namespaces[${first}]`);
      context.addIssue({ code: "custom", path: [index], input: name, message });
    }
  });
}
