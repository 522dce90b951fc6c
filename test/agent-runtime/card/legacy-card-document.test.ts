import { type AgentCardSettings, toMountedCard } from "@berth/contract";
import { describe, expect, it } from "vitest";
import { toCardDocument, toInterfaces } from "../../../agent-runtime/src/card/card-document.ts";
import { toLegacyCardDocument } from "../../../agent-runtime/src/card/legacy-card-document.ts";
import { toLegacySecurityScheme } from "../../../agent-runtime/src/card/legacy-security-scheme.ts";
import { fullCard, smallestCard } from "../../contract/card-fixtures.ts";

const toDocument = (settings: AgentCardSettings) =>
  toCardDocument(toMountedCard(settings), toInterfaces("http://research.agents:8000/", true));

describe("the card for callers of A2A 0.3 (A2A 0.3, section 5.5)", () => {
  it("adds to the one of A2A 1.0 what those callers look for", () => {
    const document = toDocument(smallestCard);
    expect(toLegacyCardDocument(document)).toEqual({
      ...document,
      url: "http://research.agents:8000/",
      preferredTransport: "JSONRPC",
      protocolVersion: "0.3.0",
      additionalInterfaces: [
        { url: "http://research.agents:8000/", transport: "JSONRPC" },
        { url: "http://research.agents:8000", transport: "HTTP+JSON" },
      ],
      supportsAuthenticatedExtendedCard: false,
    });
  });

  it("says how to authenticate in both shapes, on the card and on its skills", () => {
    const document = toDocument(fullCard);
    const legacy = toLegacyCardDocument(document);
    expect(legacy).toMatchObject({
      supportsAuthenticatedExtendedCard: true,
      securityRequirements: fullCard.securityRequirements,
      security: [{ bearer: [] }, { mesh: [] }],
      securitySchemes: {
        bearer: {
          httpAuthSecurityScheme: { scheme: "Bearer", bearerFormat: "JWT" },
          type: "http",
          scheme: "Bearer",
          bearerFormat: "JWT",
        },
      },
      skills: [
        {
          securityRequirements: [{ schemes: { login: { list: ["read"] } } }],
          security: [{ login: ["read"] }],
        },
      ],
    });
    // A caller of A2A 1.0 that reads it finds its own card.
    expect(legacy).toMatchObject(document);
  });

  it("wants an interface of that version", () => {
    const document = toCardDocument(toMountedCard(smallestCard), []);
    expect(() => toLegacyCardDocument(document)).toThrow("needs an interface of that version");
  });
});

describe("a way to authenticate in both shapes (A2A 0.3, section 5.5.3)", () => {
  const scopes = { read: "Read tables" };
  const device = { deviceAuthorizationUrl: "https://e.com/d", tokenUrl: "https://e.com/t", scopes };
  const client = { tokenUrl: "https://e.com/t", scopes };
  const openIdConnectUrl = "https://e.com/.well-known/openid-configuration";
  it.each([
    [
      { apiKeySecurityScheme: { description: "Ask us", location: "header", name: "X-Key" } },
      { type: "apiKey", description: "Ask us", in: "header", name: "X-Key" },
    ],
    [{ httpAuthSecurityScheme: { scheme: "Basic" } }, { type: "http", scheme: "Basic" }],
    [
      { oauth2SecurityScheme: { flows: { clientCredentials: client } } },
      { type: "oauth2", flows: { clientCredentials: client } },
    ],
    [
      {
        oauth2SecurityScheme: {
          flows: {
            authorizationCode: {
              authorizationUrl: "https://e.com/a",
              pkceRequired: true,
              ...client,
            },
          },
        },
      },
      {
        type: "oauth2",
        flows: { authorizationCode: { authorizationUrl: "https://e.com/a", ...client } },
      },
    ],
    [{ oauth2SecurityScheme: { flows: { deviceCode: device } } }, { type: "oauth2", flows: {} }],
    [
      { openIdConnectSecurityScheme: { openIdConnectUrl } },
      { type: "openIdConnect", openIdConnectUrl },
    ],
    [{ mtlsSecurityScheme: { description: "Ours" } }, { type: "mutualTLS", description: "Ours" }],
  ])("keeps %j and adds %j", (scheme, flat) => {
    expect(JSON.parse(JSON.stringify(toLegacySecurityScheme(scheme)))).toEqual({
      ...scheme,
      ...flat,
    });
  });
});
