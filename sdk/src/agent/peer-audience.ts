import type { AgentPeer } from "./args.js";
import type { AgentAuth } from "./auth-schema.js";

/** Whom the tokens of callers must be for: the first of those that the agent takes. */
export function toPeerAudience(auth: AgentAuth | undefined): Pick<AgentPeer, "audience"> {
  const [audience] = auth?.config.serviceAccountTokens?.audience ?? [];
  return audience === undefined ? {} : { audience };
}
