import { type AuthSettings, toAuth, toMountedCard } from "@berth/contract";
import { describe, expect, it } from "vitest";
import { toCardSecurity, withSecurity } from "../../../agent-runtime/src/auth/card-security.ts";
import { smallestCard } from "../../contract/card-fixtures.ts";

const jwt = [{ issuer: "https://login.example.com", audience: ["research", "agents"] }];
const apiKeys = [{ name: "ci", file: "/keys/ci" }];

const jwtScheme = {
  httpAuthSecurityScheme: {
    description: "A token of https://login.example.com for research or agents.",
    scheme: "Bearer",
    bearerFormat: "JWT",
  },
};

const keyScheme = {
  apiKeySecurityScheme: {
    description: "A key that whoever runs the agent hands out.",
    location: "header",
    name: "X-API-Key",
  },
};

function toSecurity(settings: AuthSettings): unknown {
  return toCardSecurity(toAuth(settings));
}

describe("what a card says of authentication", () => {
  it("is each way, any one of which is enough", () => {
    const serviceAccountTokens = { audience: "research" };
    expect(toSecurity({ jwt, serviceAccountTokens, apiKeys })).toEqual({
      securitySchemes: {
        jwt: jwtScheme,
        serviceAccount: {
          httpAuthSecurityScheme: {
            description: "A projected token of a Kubernetes service account for research.",
            scheme: "Bearer",
            bearerFormat: "JWT",
          },
        },
        apiKey: keyScheme,
      },
      securityRequirements: [
        { schemes: { jwt: { list: [] } } },
        { schemes: { serviceAccount: { list: [] } } },
        { schemes: { apiKey: { list: [] } } },
      ],
    });
  });

  it("requires nothing where only the extended card is for known callers", () => {
    expect(toSecurity({ require: "extendedCard", apiKeys })).toEqual({
      securitySchemes: { apiKey: keyScheme },
      securityRequirements: [],
    });
  });

  it("names the scopes of each issuer", () => {
    const other = { issuer: "https://b.example.com", audience: "b", requiredScopes: ["x", "y"] };
    const third = { ...other, issuer: "https://c.example.com" };
    expect(toSecurity({ jwt: [...jwt, other, third] })).toEqual({
      securitySchemes: {
        jwt: {
          httpAuthSecurityScheme: {
            ...jwtScheme.httpAuthSecurityScheme,
            description:
              "A token of https://login.example.com for research or agents. A token of https://b.example.com for b. A token of https://c.example.com for b.",
          },
        },
      },
      securityRequirements: [
        { schemes: { jwt: { list: [] } } },
        { schemes: { jwt: { list: ["x", "y"] } } },
      ],
    });
  });

  it("names a key by its header, in whatever order keys are given", () => {
    const own = { name: "ops", file: "/keys/ops", header: "X-Ops-Key" };
    const same = { name: "ops2", file: "/keys/ops2", header: "x-ops-key" };
    expect(toSecurity({ apiKeys: [own, same, ...apiKeys] })).toMatchObject({
      securitySchemes: {
        "apiKey-x-ops-key": { apiKeySecurityScheme: { name: "X-Ops-Key" } },
        apiKey: keyScheme,
      },
      securityRequirements: [
        { schemes: { "apiKey-x-ops-key": { list: [] } } },
        { schemes: { apiKey: { list: [] } } },
      ],
    });
  });
});

describe("a card with authentication", () => {
  const security = toCardSecurity(toAuth({ jwt, apiKeys }));

  it("has the ways that the agent checks, and is still a right card", () => {
    const card = withSecurity(toMountedCard(smallestCard), security);
    expect(card).toEqual({
      ...toMountedCard(smallestCard),
      securitySchemes: { jwt: jwtScheme, apiKey: keyScheme },
      securityRequirements: [
        { schemes: { jwt: { list: [] } } },
        { schemes: { apiKey: { list: [] } } },
      ],
    });
    expect(toMountedCard(card)).toEqual(card);
  });

  it("keeps what it says itself: it may know more of how to get a token", () => {
    const own = toMountedCard({
      ...smallestCard,
      securitySchemes: {
        jwt: { openIdConnectSecurityScheme: { openIdConnectUrl: "https://login.example.com/o" } },
        mesh: { mtlsSecurityScheme: {} },
      },
      securityRequirements: [{ schemes: { jwt: { list: [] }, mesh: { list: [] } } }],
    });
    expect(withSecurity(own, security)).toEqual({
      ...own,
      securitySchemes: { ...own.securitySchemes, apiKey: keyScheme },
    });
  });

  it("stays as it is where nobody is asked who it is", () => {
    const card = toMountedCard(smallestCard);
    expect(withSecurity(card, { securitySchemes: {}, securityRequirements: [] })).toEqual(card);
  });
});
