import { AgentAuthRequirement } from "../auth-args.js";

/** What holds of the environment, and of who calls. */
export const ENVIRONMENT_RULES = {
  envFrom: "must have exactly one of 'configMapName' and 'secretName'.",
  envFromPrefix: "must be letters, digits, '-', '_' and '.', not beginning with a digit, or empty.",
  ownVariable: (remedy: string) => `must not be set: this name is the Agent's own. ${remedy}`,
  sameVariable: (other: string) => `must differ from ${other}. Remove one of them.`,
  secret: "must have either 'value', or both 'secretName' and 'key'.",
  /** Says nothing of the value. */
  secretValue: "must be a text. Put it in quotes.",

  apiKeyFile:
    "must not be '.' and not begin with '..': a file is called by it. Choose another one.",
  authRequirement: `must be one of ${Object.values(AgentAuthRequirement).join(", ")}.`,
  authWithoutRuntime:
    "must not be given with the runtime mode None, in which nobody asks. Leave it out, and let the " +
    "image ask itself.",

  peerUrl: "must be an absolute http or https URL.",
  samePeer: (other: string) => `must differ from '${other}'. Remove one of them.`,
} as const;
