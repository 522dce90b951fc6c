import { type Expect, parseSettings, type Same } from "@berth/contract";
import { z } from "zod";
import { inputText, plain } from "../input.js";
import {
  DNS_LABEL_RULE,
  isDnsLabel,
  isLabelKey,
  isLabelValue,
  LABEL_KEY_RULE,
  LABEL_VALUE_RULE,
  POD_SECURITY_PREFIX,
} from "../kubernetes-syntax.js";
import type { AgentNamespaceArgs } from "./args.js";

const labelKey = z
  .string()
  .refine(isLabelKey, LABEL_KEY_RULE)
  .refine(
    (key) => !key.startsWith(POD_SECURITY_PREFIX),
    "must not be set: an AgentNamespace is always 'restricted'. " +
      "Use a Namespace of your own for pods that need more.",
  );

const agentNamespaceArgsSchema = z.strictObject({
  name: plain(z.string(DNS_LABEL_RULE).refine(isDnsLabel, DNS_LABEL_RULE)).optional(),
  labels: plain(z.record(labelKey, inputText(isLabelValue, LABEL_VALUE_RULE))).default({}),
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
