import type { AgentSecurityScheme, OAuthFlows } from "@berth/contract";

/** A way to authenticate in both shapes: those of A2A 1.0, and of A2A 0.3 (which has OpenAPI's). */
export type LegacySecurityScheme = AgentSecurityScheme & { type: string };

/** Adds to a way to authenticate what callers of A2A 0.3 read. */
export function toLegacySecurityScheme(scheme: AgentSecurityScheme): LegacySecurityScheme {
  return { ...scheme, ...toFlatScheme(scheme) };
}

function toFlatScheme({
  apiKeySecurityScheme: apiKey,
  httpAuthSecurityScheme: httpAuth,
  oauth2SecurityScheme: oauth2,
  openIdConnectSecurityScheme: openIdConnect,
  mtlsSecurityScheme: mutualTls,
}: AgentSecurityScheme): { type: string } {
  if (apiKey !== undefined) {
    const { location, ...rest } = apiKey;
    return { type: "apiKey", in: location, ...rest } as { type: string };
  }
  if (httpAuth !== undefined) {
    return { type: "http", ...httpAuth };
  }
  if (oauth2 !== undefined) {
    return { type: "oauth2", ...oauth2, flows: toLegacyFlows(oauth2.flows) } as { type: string };
  }
  return openIdConnect === undefined
    ? { type: "mutualTLS", ...mutualTls }
    : { type: "openIdConnect", ...openIdConnect };
}

/** A2A 0.3 knows neither the flow for other devices nor that PKCE is required. */
function toLegacyFlows({ authorizationCode, clientCredentials }: OAuthFlows): object {
  if (authorizationCode !== undefined) {
    const { authorizationUrl, tokenUrl, refreshUrl, scopes } = authorizationCode;
    return { authorizationCode: { authorizationUrl, tokenUrl, refreshUrl, scopes } };
  }
  return clientCredentials === undefined ? {} : { clientCredentials };
}
