import { type AgentSecurityScheme, toMountedCard } from "@berth/contract";
import { describe, expect, it } from "vitest";
import { smallestCard } from "./card-fixtures.ts";
import { catchReasons } from "./catch-issues.ts";

function catchSchemeReasons(scheme: unknown): string[] {
  const securitySchemes = { own: scheme as AgentSecurityScheme };
  return catchReasons(() => toMountedCard({ ...smallestCard, securitySchemes }));
}

const clientCredentials = { tokenUrl: "https://example.com/token", scopes: {} };

describe("a way to authenticate", () => {
  it.each<[string, AgentSecurityScheme]>([
    ["a key", { apiKeySecurityScheme: { location: "cookie", name: "key" } }],
    ["an HTTP scheme", { httpAuthSecurityScheme: { scheme: "Basic" } }],
    ["OAuth 2 for programs", { oauth2SecurityScheme: { flows: { clientCredentials } } }],
    [
      "OAuth 2 for devices",
      {
        oauth2SecurityScheme: {
          flows: {
            deviceCode: {
              ...clientCredentials,
              deviceAuthorizationUrl: "https://example.com/device",
            },
          },
        },
      },
    ],
    ["client certificates", { mtlsSecurityScheme: { description: "Of our mesh" } }],
  ])("may be %s", (_, scheme) => {
    const securitySchemes = { own: scheme };
    expect(toMountedCard({ ...smallestCard, securitySchemes }).securitySchemes).toEqual(
      securitySchemes,
    );
  });

  it("has exactly one scheme: with none or two nobody knows what is meant", () => {
    const rule = "'securitySchemes.own' must have exactly one scheme.";
    expect(catchSchemeReasons({})).toEqual([rule]);
    expect(
      catchSchemeReasons({
        mtlsSecurityScheme: {},
        httpAuthSecurityScheme: { scheme: "Bearer" },
      }),
    ).toEqual([rule]);
  });

  it("has exactly one flow of OAuth 2", () => {
    const rule = "'securitySchemes.own.oauth2SecurityScheme.flows' must have exactly one flow.";
    expect(catchSchemeReasons({ oauth2SecurityScheme: { flows: {} } })).toEqual([rule]);
  });

  it("refuses the flat form of A2A 0.3, member by member", () => {
    expect(catchSchemeReasons({ type: "http", scheme: "bearer" })).toEqual([
      "'securitySchemes.own.type' is not a known property. Remove it.",
      "'securitySchemes.own.scheme' is not a known property. Remove it.",
      "'securitySchemes.own' must have exactly one scheme.",
    ]);
  });

  it("sends a key in the query, a header or a cookie", () => {
    expect(catchSchemeReasons({ apiKeySecurityScheme: { location: "body", name: "key" } })).toEqual(
      [
        "'securitySchemes.own.apiKeySecurityScheme.location' (body) must be 'query', 'header' or 'cookie'.",
      ],
    );
  });
});
