import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type AuthSettings, parseAuth, serializeAuth, toAuth } from "@berth/contract";
import { catchIssues, catchReasons } from "./catch-issues.ts";

const given = fc
  .string({ minLength: 1, unit: "grapheme" })
  .filter((text) => text.trim() !== "" && !text.includes("#"));

const audience = fc.oneof(given, fc.array(given, { minLength: 1, maxLength: 3 }));

const anyAuth: fc.Arbitrary<AuthSettings> = fc
  .record(
    {
      require: fc.constantFrom("all" as const, "extendedCard" as const),
      jwt: fc.uniqueArray(
        fc.record(
          {
            issuer: fc.webUrl(),
            audience,
            jwksUrl: fc.webUrl(),
            userClaim: given,
            requiredScopes: fc.array(fc.constantFrom("read", "agents:call", "a/b"), {
              maxLength: 2,
            }),
            caFile: given,
          },
          { requiredKeys: ["issuer", "audience"] },
        ),
        { maxLength: 3, selector: ({ issuer }) => issuer },
      ),
      serviceAccountTokens: fc.record(
        {
          audience,
          allowed: fc.array(
            fc.record({ namespace: given, name: given }, { requiredKeys: ["namespace"] }),
            { minLength: 1, maxLength: 3 },
          ),
          apiServerUrl: fc.webUrl({ validSchemes: ["https"] }),
          caFile: given,
          tokenFile: given,
          issuer: fc.constant("kubernetes/serviceaccount"),
        },
        { requiredKeys: ["audience"] },
      ),
    },
    { requiredKeys: [] },
  )
  .map((auth) => ({ apiKeys: [{ name: "ci", file: "/etc/a2a/keys/ci" }], ...auth }));

function parse(auth: unknown): unknown {
  return parseAuth(JSON.stringify(auth));
}

const way = { apiKeys: [{ name: "ci", file: "/keys/ci" }] };

describe("authentication in the environment", () => {
  it("is read as it was written", () => {
    fc.assert(
      fc.property(anyAuth, (settings) => {
        const auth = toAuth(settings);
        expect(parseAuth(serializeAuth(auth))).toEqual(auth);
      }),
    );
  });

  it("has defaults where nothing is said", () => {
    expect(
      parse({
        jwt: [{ issuer: "https://login.example.com/", audience: "research" }],
        serviceAccountTokens: { audience: ["research"] },
        apiKeys: [{ name: "ci", file: "/keys/ci" }],
      }),
    ).toEqual({
      require: "all",
      jwt: [
        {
          issuer: "https://login.example.com/",
          audience: ["research"],
          userClaim: "sub",
          requiredScopes: [],
        },
      ],
      serviceAccountTokens: { audience: ["research"] },
      apiKeys: [{ name: "ci", file: "/keys/ci", header: "X-API-Key" }],
    });
  });

  it("tells every issue at once, by where it is in the variable", () => {
    const auth = {
      require: "nothing",
      jwt: [
        {
          issuer: "https://accounts.example.com/#1",
          audience: [],
          requiredScopes: ["a b"],
          clockSkew: 5,
        },
        { audience: ["research", ""], jwksUrl: "keys" },
        { issuer: "https://login.example.com", audience: 7 },
      ],
      serviceAccountTokens: {
        audience: "research",
        allowed: [],
        apiServerUrl: "http://kubernetes",
      },
      apiKeys: [{ name: "the ci", key: "s3cret", header: "Authorization" }],
    };
    expect(catchIssues(() => parse(auth))).toEqual([
      {
        propertyPath: "A2A_AUTH.require",
        reason: "'A2A_AUTH.require' (nothing) must be 'all' or 'extendedCard'.",
      },
      {
        propertyPath: "A2A_AUTH.jwt[0].issuer",
        reason:
          "'A2A_AUTH.jwt[0].issuer' (https://accounts.example.com/#1) must be a text without '#', which ends it in the names of users.",
      },
      {
        propertyPath: "A2A_AUTH.jwt[0].audience",
        reason: "'A2A_AUTH.jwt[0].audience' must have at least one entry.",
      },
      {
        propertyPath: "A2A_AUTH.jwt[0].requiredScopes[0]",
        reason:
          "'A2A_AUTH.jwt[0].requiredScopes[0]' (a b) must be a scope: printable characters, no space, no quote, no backslash.",
      },
      {
        propertyPath: "A2A_AUTH.jwt[0].clockSkew",
        reason: "'A2A_AUTH.jwt[0].clockSkew' is not a known property. Remove it.",
      },
      {
        propertyPath: "A2A_AUTH.jwt[1].issuer",
        reason: "'A2A_AUTH.jwt[1].issuer' must be given.",
      },
      {
        propertyPath: "A2A_AUTH.jwt[1].audience[1]",
        reason: "'A2A_AUTH.jwt[1].audience[1]' () must be a text that is not empty.",
      },
      {
        propertyPath: "A2A_AUTH.jwt[1].jwksUrl",
        reason: "'A2A_AUTH.jwt[1].jwksUrl' (keys) must be an absolute http or https URL.",
      },
      {
        propertyPath: "A2A_AUTH.jwt[2].audience",
        reason:
          "'A2A_AUTH.jwt[2].audience' (7) must be a text, or a list of texts, none of them empty.",
      },
      {
        propertyPath: "A2A_AUTH.serviceAccountTokens.allowed",
        reason:
          "'A2A_AUTH.serviceAccountTokens.allowed' must have at least one entry. Leave it out to admit every service account.",
      },
      {
        propertyPath: "A2A_AUTH.serviceAccountTokens.apiServerUrl",
        reason:
          "'A2A_AUTH.serviceAccountTokens.apiServerUrl' (http://kubernetes) must be an absolute https URL: a token is sent there.",
      },
      {
        propertyPath: "A2A_AUTH.apiKeys[0].name",
        reason:
          "'A2A_AUTH.apiKeys[0].name' (the ci) must be 1 to 63 letters, digits, '.', '_' and '-'.",
      },
      {
        propertyPath: "A2A_AUTH.apiKeys[0].file",
        reason: "'A2A_AUTH.apiKeys[0].file' must be given.",
      },
      {
        propertyPath: "A2A_AUTH.apiKeys[0].header",
        reason:
          "'A2A_AUTH.apiKeys[0].header' (Authorization) must be the name of a header, other than 'Authorization', which has tokens.",
      },
      {
        propertyPath: "A2A_AUTH.apiKeys[0].key",
        reason: "'A2A_AUTH.apiKeys[0].key' is not a known property. Remove it.",
      },
    ]);
  });

  it("has at least one way: with none nobody could call", () => {
    const rule = "must have at least one of 'jwt', 'serviceAccountTokens' and 'apiKeys'.";
    expect(catchReasons(() => parse({}))).toEqual([`'A2A_AUTH' ${rule}`]);
    expect(catchReasons(() => parse({ jwt: [], apiKeys: [] }))).toEqual([`'A2A_AUTH' ${rule}`]);
  });

  it("needs to be told where the keys are of an issuer that is no URL", () => {
    const issuer = { issuer: "accounts", audience: "research" };
    expect(catchReasons(() => parse({ jwt: [issuer] }))).toEqual([
      "'A2A_AUTH.jwt[0].issuer' (accounts) must be an absolute http or https URL, unless 'jwksUrl' is given.",
    ]);
    const jwksUrl = "https://accounts.example.com/keys";
    expect(catchReasons(() => parse({ jwt: [{ ...issuer, jwksUrl }] }))).toEqual([]);
  });

  it("refuses two issuers or two callers of one name: nobody could tell them apart", () => {
    const issuer = { issuer: "https://login.example.com", audience: "research" };
    const auth = {
      jwt: [issuer, issuer],
      serviceAccountTokens: { audience: "research", issuer: issuer.issuer },
      apiKeys: [...way.apiKeys, ...way.apiKeys],
    };
    expect(catchReasons(() => parse(auth))).toEqual([
      "'A2A_AUTH.jwt[1].issuer' (https://login.example.com) must differ from 'jwt[0].issuer'.",
      "'A2A_AUTH.apiKeys[1].name' (ci) must differ from 'apiKeys[0].name'.",
      "'A2A_AUTH.serviceAccountTokens.issuer' (https://login.example.com) must differ from the issuers in 'jwt'.",
    ]);
  });

  it("names the variable when it is no JSON, and what was given when a program gives it", () => {
    expect(catchReasons(() => parseAuth("{"))).toEqual([
      expect.stringMatching(/^'A2A_AUTH' must be JSON: SyntaxError: /),
    ]);
    expect(catchReasons(() => parse([]))).toEqual(["'A2A_AUTH' must be an object."]);
    expect(catchReasons(() => toAuth({ apiKeys: [{ name: "", file: "" }] }))).toEqual([
      "'auth.apiKeys[0].name' () must be 1 to 63 letters, digits, '.', '_' and '-'.",
      "'auth.apiKeys[0].file' () must be a text that is not empty.",
    ]);
  });
});
