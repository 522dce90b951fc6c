import type { RULES } from "../../../sdk/src/agent/rules.ts";
import { AGENT_ROWS } from "./wrong-args/agent-rows.ts";
import { ENVIRONMENT_ROWS } from "./wrong-args/environment-rows.ts";
import { MANIFEST_ROWS } from "./wrong-args/manifest-rows.ts";
import { NETWORK_ROWS } from "./wrong-args/network-rows.ts";
import { PLATFORM_ROWS } from "./wrong-args/platform-rows.ts";
import { POD_ROWS } from "./wrong-args/pod-rows.ts";
import type { WrongArgs } from "./wrong-args/row.ts";
import { SCALING_ROWS } from "./wrong-args/scaling-rows.ts";
import { SHARED_ROWS } from "./wrong-args/shared-rows.ts";

/** Wrong args for each rule of an Agent. A rule without any does not compile. */
export const WRONG_ARGS: Record<keyof typeof RULES, WrongArgs[]> = {
  ...SHARED_ROWS,
  ...AGENT_ROWS,
  ...ENVIRONMENT_ROWS,
  ...SCALING_ROWS,
  ...PLATFORM_ROWS,
  ...NETWORK_ROWS,
  ...POD_ROWS,
  ...MANIFEST_ROWS,
};
