import { VARIABLE_NAME_RULE } from "../../kubernetes-syntax.js";
import { AgentAuthRequirement } from "../auth-args.js";

/** What holds of the environment, and of who calls. */
export const ENVIRONMENT_RULES = {
  envFrom: "must have exactly one of 'configMapName' and 'secretName'.",
  envFromPrefix: `${VARIABLE_NAME_RULE} It may be empty.`,
  ownVariable: (remedy: string) => `must not be set: this name is the Agent's own. ${remedy}`,
  sameVariable: (other: string) => `must differ from ${other}. Remove one of them.`,
  variableOfSidecar:
    "must not be set here with the runtime mode Sidecar: the sidecar reads it, and not the agent. Use " +
    "'runtime.env'.",
  // What is wrong with a secret is told of its variable: the engine prints what is at a path.
  secret:
    "must have either a 'value', or a 'secretName' and a 'key'. Give one of the two, and nothing of " +
    "the other.",
  secretMember: (member: string) =>
    `must have no '${member}', which is not a known property. Remove it.`,
  secretObject:
    "must be given: 'secrets' is a list of objects, each with 'env', and 'value' or 'secretName' and " +
    "'key'.",
  secretValue: "must have a text as its 'value'. Put it in quotes.",

  apiKeyFile:
    "must not be '.' and not begin with '..': a file is called by it. Choose another one.",
  authRequirement: `must be one of ${Object.values(AgentAuthRequirement).join(", ")}.`,
  authWithoutRuntime:
    "must not be given with the runtime mode None, in which nobody asks. Leave it out, and let the " +
    "image ask itself.",

  /** Told of the name, for the same reason. */
  peerCredentials:
    "must have a 'url' without a user and a password, since it stands in the environment for all to " +
    "read. Put them into 'secrets'.",
  peerUrl: "must be an absolute http or https URL.",
  samePeer: (other: string) => `must differ from '${other}'. Remove one of them.`,
} as const;
