import { ENVIRONMENT, type Expect, type Same } from "@berth/contract";
import { z } from "zod";
import { inputText, plain } from "../input.js";
import {
  DATA_KEY_RULE,
  DNS_SUBDOMAIN_RULE,
  isDataKey,
  isDnsSubdomain,
  isVariableName,
  VARIABLE_NAME_RULE,
} from "../kubernetes-syntax.js";
import type { AgentSecretArgs } from "./args.js";

const TEXT_RULE = "must be a text.";
const NO_REMEDY = "Leave it out.";

/** The variables that are an Agent's own to set, and what to use instead of setting them. */
const REMEDIES = new Map<string, string>([
  [ENVIRONMENT.cardFile, "Use 'card'."],
  [ENVIRONMENT.port, "Use 'port'."],
  [ENVIRONMENT.peers, "Use 'peers'."],
  [ENVIRONMENT.upstreamUrl, "Use 'port'."],
  [ENVIRONMENT.siblingsHost, NO_REMEDY],
  [ENVIRONMENT.storeUrl, NO_REMEDY],
  [ENVIRONMENT.auth, NO_REMEDY],
  [ENVIRONMENT.acceptWindowSeconds, "Use 'drain.acceptWindowSeconds'."],
  [ENVIRONMENT.maxTaskSeconds, "Use 'drain.maxTaskSeconds'."],
  [ENVIRONMENT.podName, NO_REMEDY],
  [ENVIRONMENT.podNamespace, "Use 'namespace'."],
  [ENVIRONMENT.podIp, NO_REMEDY],
  [ENVIRONMENT.agentName, "Use 'card.name'."],
  [ENVIRONMENT.agentDescription, "Use 'card.description'."],
  [ENVIRONMENT.agentVersion, "Use 'card.version'."],
  [ENVIRONMENT.agentSkills, "Use 'card.skills'."],
  [ENVIRONMENT.agentUrl, "Use 'name' and 'namespace'."],
]);

const variableName = z
  .string()
  .refine(isVariableName, VARIABLE_NAME_RULE)
  .superRefine((variable, context) => {
    const remedy = REMEDIES.get(variable);
    if (remedy !== undefined) {
      context.addIssue({
        code: "custom",
        message: `must not be set: this name is the Agent's own. ${remedy}`,
      });
    }
  });

/** The schema of what a user adds to the environment. */
export const envSchema = plain(
  z.record(
    variableName,
    inputText(() => true, TEXT_RULE),
  ),
);

/** The schema of what comes into the environment from Secrets. */
export const secretsSchema = plain(
  z.array(
    plain(
      z.strictObject({
        env: plain(variableName),
        secretName: inputText(isDnsSubdomain, DNS_SUBDOMAIN_RULE),
        key: inputText(isDataKey, DATA_KEY_RULE),
      }),
    ),
  ),
);

/** @internal */
export type _AgentSecretArgsInStep = Expect<Same<AgentSecretArgs[], z.input<typeof secretsSchema>>>;
