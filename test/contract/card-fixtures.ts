import type { AgentCardSettings } from "@berth/contract";
import fc from "fast-check";

/** A card with no more than a person must write. */
export const smallestCard: AgentCardSettings = {
  name: "Data Analysis",
  description: "Runs statistics over tables",
  version: "1.4.0",
  skills: [{ id: "stats", name: "Statistics", description: "Says what is usual", tags: ["data"] }],
};

/** A card with every member there is. */
export const fullCard: AgentCardSettings = {
  name: "Data Analysis",
  description: "Runs statistics over tables",
  version: "1.4.0",
  provider: { organization: "Example", url: "https://example.com" },
  documentationUrl: "https://example.com/analysis",
  iconUrl: "https://example.com/analysis.png",
  capabilities: {
    streaming: false,
    pushNotifications: true,
    extendedAgentCard: true,
    extensions: [{ uri: "https://example.com/traces", description: "Traces", required: true }],
  },
  securitySchemes: {
    key: { apiKeySecurityScheme: { description: "Ask us", location: "header", name: "X-Key" } },
    bearer: { httpAuthSecurityScheme: { scheme: "Bearer", bearerFormat: "JWT" } },
    login: {
      oauth2SecurityScheme: {
        flows: {
          authorizationCode: {
            authorizationUrl: "https://example.com/authorize",
            tokenUrl: "https://example.com/token",
            refreshUrl: "https://example.com/refresh",
            scopes: { read: "Read tables" },
            pkceRequired: true,
          },
        },
        oauth2MetadataUrl: "https://example.com/.well-known/oauth-authorization-server",
      },
    },
    openId: {
      openIdConnectSecurityScheme: {
        openIdConnectUrl: "https://example.com/.well-known/openid-configuration",
      },
    },
    mesh: { mtlsSecurityScheme: {} },
  },
  securityRequirements: [
    { schemes: { bearer: { list: [] } } },
    { schemes: { mesh: { list: [] } } },
  ],
  defaultInputModes: ["text/plain", "text/csv"],
  defaultOutputModes: ["text/markdown; variant=GFM"],
  skills: [
    {
      id: "stats",
      name: "Statistics",
      description: "Says what is usual",
      tags: ["data", "csv"],
      examples: ["What is the median?"],
      inputModes: ["text/csv"],
      outputModes: ["application/json"],
      securityRequirements: [{ schemes: { login: { list: ["read"] } } }],
    },
  ],
};

const given = fc.string({ minLength: 1, unit: "grapheme" }).filter((text) => text.trim() !== "");

const mediaType = fc.constantFrom("text/plain", "text/csv", "application/json", "image/svg+xml");

const modes = fc.array(mediaType, { minLength: 1, maxLength: 3 });

const url = fc.webUrl({ withQueryParameters: true });

const withoutMissing = { requiredKeys: [] };

/** Any card that a person may write, without ways to authenticate. */
export const anyCard: fc.Arbitrary<AgentCardSettings> = fc.record(
  {
    name: given,
    description: given,
    version: given,
    skills: fc.uniqueArray(
      fc.record(
        {
          id: given,
          name: given,
          description: given,
          tags: fc.array(given, { minLength: 1, maxLength: 3 }),
          examples: fc.array(given, { maxLength: 2 }),
          inputModes: modes,
          outputModes: modes,
        },
        { requiredKeys: ["id", "name", "description", "tags"] },
      ),
      { minLength: 1, maxLength: 4, selector: ({ id }) => id },
    ),
    provider: fc.record({ organization: given, url }),
    documentationUrl: url,
    iconUrl: url,
    capabilities: fc.record(
      {
        streaming: fc.boolean(),
        pushNotifications: fc.boolean(),
        extendedAgentCard: fc.boolean(),
        extensions: fc.array(fc.record({ uri: given, required: fc.boolean() }), { maxLength: 2 }),
      },
      withoutMissing,
    ),
    defaultInputModes: modes,
    defaultOutputModes: modes,
  },
  { requiredKeys: ["name", "description", "version", "skills"] },
);
