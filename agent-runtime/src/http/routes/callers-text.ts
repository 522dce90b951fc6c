import type { AgentSecurityScheme } from "@berth/contract";
import type { AgentCardDocument } from "../../card/card-document.js";

/** Says for people who may call the agent. */
export function toCallersText({
  securityRequirements = [],
  securitySchemes = {},
}: AgentCardDocument): string {
  const ways = securityRequirements.map(({ schemes }) =>
    Object.keys(schemes)
      .map((name) => toSchemeText(name, securitySchemes[name] ?? {}))
      .join(" and "),
  );
  return ways.every((way) => way !== "") && ways.length > 0
    ? `Callers show who they are: with ${ways.join(", or with ")}.`
    : "Whoever reaches it may call it.";
}

function toSchemeText(name: string, scheme: AgentSecurityScheme): string {
  const { apiKeySecurityScheme: key, httpAuthSecurityScheme: httpAuth } = scheme;
  if (key !== undefined) {
    return `a key (${key.location} '${key.name}')`;
  }
  if (httpAuth !== undefined) {
    return `${httpAuth.scheme} credentials`;
  }
  if (scheme.oauth2SecurityScheme !== undefined) {
    return "a token of OAuth 2";
  }
  if (scheme.openIdConnectSecurityScheme !== undefined) {
    return "a token of OpenID Connect";
  }
  return scheme.mtlsSecurityScheme === undefined ? name : "a certificate";
}
