import { AGENT_RULES } from "./rules/agent-rules.js";
import { ENVIRONMENT_RULES } from "./rules/environment-rules.js";
import { MANIFEST_RULES } from "./rules/manifest-rules.js";
import { NETWORK_RULES } from "./rules/network-rules.js";
import { PLATFORM_RULES } from "./rules/platform-rules.js";
import { POD_RULES } from "./rules/pod-rules.js";
import { SCALING_RULES } from "./rules/scaling-rules.js";
import { SHARED_RULES } from "./rules/shared-rules.js";

/**
 * Every rule of an Agent's own args, to follow the name of a property and its value. Those of the
 * card, the drain and the credentials of callers are in the contract.
 *
 * A rule with values in it is a function that only puts them in.
 */
export const RULES = {
  ...SHARED_RULES,
  ...AGENT_RULES,
  ...ENVIRONMENT_RULES,
  ...SCALING_RULES,
  ...PLATFORM_RULES,
  ...NETWORK_RULES,
  ...POD_RULES,
  ...MANIFEST_RULES,
} as const;
