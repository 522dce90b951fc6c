import { ENVIRONMENT, type Expect, type Same } from "@berth/contract";
import { z } from "zod";
import { plain } from "../input.js";
import { isVariableName } from "../kubernetes-syntax.js";
import type { AgentEnvFromArgs } from "./environment-args.js";
import { RULES } from "./rules.js";
import { inputAnyText, inputObjectName } from "./value-schemas.js";

const NO_REMEDY = "Leave it out.";

/** The variables that are an Agent's own to set, and what to use instead of setting them. */
const REMEDIES = new Map<string, string>([
  [ENVIRONMENT.cardFile, "Use 'card'."],
  [ENVIRONMENT.port, "Use 'port'."],
  [ENVIRONMENT.peers, "Use 'peers'."],
  [ENVIRONMENT.discoveryNamespaces, "Use 'discovery'."],
  [ENVIRONMENT.upstreamUrl, "Use 'port'."],
  [ENVIRONMENT.upstreamCardPath, "Use 'runtime.cardPath'."],
  [ENVIRONMENT.upstreamRpcPath, "Use 'runtime.rpcPath'."],
  [ENVIRONMENT.siblingsHost, NO_REMEDY],
  [ENVIRONMENT.storeUrl, NO_REMEDY],
  [ENVIRONMENT.auth, "Use 'auth'."],
  [ENVIRONMENT.acceptWindowSeconds, "Use 'drain.acceptWindowSeconds'."],
  [ENVIRONMENT.maxTaskSeconds, "Use 'drain.maxTaskSeconds'."],
  [ENVIRONMENT.podDeletionCost, "Use 'scaling.idlestPodFirst'."],
  [ENVIRONMENT.podName, NO_REMEDY],
  [ENVIRONMENT.podNamespace, "Use 'namespace'."],
  [ENVIRONMENT.podIp, NO_REMEDY],
  [ENVIRONMENT.agentName, "Use 'card.name'."],
  [ENVIRONMENT.agentDescription, "Use 'card.description'."],
  [ENVIRONMENT.agentVersion, "Use 'card.version'."],
  [ENVIRONMENT.agentSkills, "Use 'card.skills'."],
  [ENVIRONMENT.agentUrl, "Use 'name' and 'namespace'."],
]);

/** The variables that tune a runtime, and are for a user to set. */
export const TUNING_VARIABLES: readonly string[] = Object.values(ENVIRONMENT).filter(
  (name) => !REMEDIES.has(name),
);

/** The schema of the name of a variable that is not the Agent's own. */
export const variableName = z
  .string(RULES.text)
  .refine(isVariableName, RULES.variableName)
  .superRefine((variable, context) => {
    const remedy = REMEDIES.get(variable);
    if (remedy !== undefined) {
      context.addIssue({ code: "custom", message: RULES.ownVariable(remedy) });
    }
  });

/** The schema of what a user adds to the environment. */
export const envSchema = plain(z.record(variableName, inputAnyText));

/** The schema of the objects of which every key comes into the environment. */
export const envFromSchema = plain(
  z.array(
    plain(
      z
        .strictObject({
          configMapName: inputObjectName.optional(),
          secretName: inputObjectName.optional(),
          prefix: plain(
            z
              .string(RULES.envFromPrefix)
              .refine((text) => text === "" || isVariableName(text), RULES.envFromPrefix),
          ).optional(),
        })
        .refine(
          ({ configMapName, secretName }) =>
            (configMapName === undefined) !== (secretName === undefined),
          RULES.envFrom,
        ),
    ),
  ),
);

/** @internal */
export type _AgentEnvFromArgsInStep = Expect<
  Same<AgentEnvFromArgs[], z.input<typeof envFromSchema>>
>;
