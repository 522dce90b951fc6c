import { type Expect, parseSettings, type Same } from "@berth/contract";
import { z } from "zod";
import { input, inputText, plain } from "../input.js";
import {
  DNS_LABEL_RULE,
  isDnsLabel,
  isLabelKey,
  isLabelValue,
  LABEL_KEY_RULE,
  LABEL_VALUE_RULE,
  POD_SECURITY_PREFIX,
} from "../kubernetes-syntax.js";
import { STACK_LABELS } from "../labels.js";
import { isQuantity, QUANTITY_RULE } from "../quantity.js";
import { type AgentNamespaceArgs, AgentNamespaceDefaultDeny } from "./args.js";

/** What is denied unless the args say otherwise: pods that are no agents still need DNS. */
export const DEFAULT_DENY = AgentNamespaceDefaultDeny.Ingress;

const DENY_RULE = `must be one of ${Object.values(AgentNamespaceDefaultDeny).join(", ")}.`;
const PODS_RULE = "must be a whole number, at least 1.";
const QUOTA_RULE = "must have at least one member. Leave it out for no limit.";

const labelKey = z
  .string()
  .refine(isLabelKey, LABEL_KEY_RULE)
  .refine(
    (key) => !key.startsWith(POD_SECURITY_PREFIX),
    "must not be set: an AgentNamespace is always 'restricted'. " +
      "Use a Namespace of your own for pods that need more.",
  )
  .refine((key) => !STACK_LABELS.includes(key), "must not be set: it tells which stack made it.");

const quantity = inputText(isQuantity, QUANTITY_RULE);

const agentNamespaceArgsSchema = z.strictObject({
  name: plain(z.string(DNS_LABEL_RULE).refine(isDnsLabel, DNS_LABEL_RULE)).optional(),
  labels: plain(z.record(labelKey, inputText(isLabelValue, LABEL_VALUE_RULE))).default({}),
  defaultDeny: plain(z.enum(AgentNamespaceDefaultDeny, DENY_RULE)).default(DEFAULT_DENY),
  quota: plain(
    z
      .strictObject({
        pods: input(z.int(PODS_RULE).min(1, PODS_RULE)).optional(),
        requestsCpu: quantity.optional(),
        requestsMemory: quantity.optional(),
        limitsCpu: quantity.optional(),
        limitsMemory: quantity.optional(),
      })
      .refine((quota) => Object.keys(quota).length > 0, QUOTA_RULE),
  ).optional(),
});

/** @internal */
export type _AgentNamespaceArgsInStep = Expect<
  Same<AgentNamespaceArgs, z.input<typeof agentNamespaceArgsSchema>>
>;

/** The args of an AgentNamespace, checked and with their defaults. */
export type AgentNamespaceSpec = z.output<typeof agentNamespaceArgsSchema>;

/**
 * Checks the args of an AgentNamespace and fills in the defaults.
 *
 * @throws SettingsError with all issues at once.
 */
export function toAgentNamespaceSpec(args: AgentNamespaceArgs): AgentNamespaceSpec {
  return parseSettings(agentNamespaceArgsSchema, args);
}
