import fc from "fast-check";
import { writeFile } from "node:fs/promises";
import type { IncomingHttpHeaders } from "node:http";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { RefusedError, toWireError } from "../../../agent-runtime/src/errors.ts";
import {
  type AuthenticatorUnderTest,
  catchRefusal,
  createAuthenticatorUnderTest,
} from "./authenticators.ts";
import { createFolder } from "./folder.ts";
import { type KeyServer, startKeyServer } from "./key-server.ts";
import { AUDIENCE, createSigner, type Signer, writeToken } from "./tokens.ts";

const ISSUER = "https://login.example.com";

const unknown = { isAuthenticated: false, userName: "" };
const ann = { isAuthenticated: true, userName: `${ISSUER}#ann` };
const ci = { isAuthenticated: true, userName: "apiKey:ci" };

let server: KeyServer;
let signer: Signer;
let keyFile: string;

beforeEach(async () => {
  server = await startKeyServer();
  signer = await createSigner(ISSUER);
  server.documents["/keys"] = { keys: [signer.jwk] };
  keyFile = join(await createFolder(), "ci");
  await writeFile(keyFile, "key-of-ci");
});

/** Both ways. */
function createFor(require: "all" | "extendedCard" = "all"): AuthenticatorUnderTest {
  return createAuthenticatorUnderTest({
    require,
    jwt: [{ issuer: ISSUER, audience: AUDIENCE, jwksUrl: `${server.url}/keys` }],
    apiKeys: [{ name: "ci", file: keyFile }],
  });
}

/** What the handler is told of who calls: the classes of users are not of interest. */
async function authenticate(
  authenticator: AuthenticatorUnderTest,
  headers: IncomingHttpHeaders,
): Promise<object> {
  const { isAuthenticated, userName } = await authenticator.authenticate(headers);
  return { isAuthenticated, userName };
}

describe("a caller without credentials", () => {
  const missing = {
    reason: "UNAUTHENTICATED",
    message:
      "The agent must know who calls: send a token as 'Authorization: Bearer TOKEN', or a key in the header 'X-API-Key'. Its card says more.",
    headers: {
      "WWW-Authenticate": 'Bearer realm="a2a", ApiKey realm="a2a", header="X-API-Key"',
    },
  };

  it("is refused, and told each way to authenticate, where all must be known", async () => {
    const authenticator = createFor();
    expect(await catchRefusal(() => authenticator.authenticate({}))).toMatchObject(missing);
    expect(authenticator.isRequiredForAll).toBe(true);
  });

  it("stays unknown where only the extended card is for known callers", async () => {
    const authenticator = createFor("extendedCard");
    expect(await authenticate(authenticator, {})).toEqual(unknown);
    expect(authenticator.isRequiredForAll).toBe(false);
  });

  it("is refused what is for known callers", async () => {
    const { authenticate: tellUser, expectAuthenticated } = createFor("extendedCard");
    const user = await tellUser({});
    for (const given of [user, undefined]) {
      const refusal = await catchRefusal(() =>
        Promise.resolve().then(() => {
          expectAuthenticated(given);
        }),
      );
      expect(refusal).toMatchObject(missing);
    }
    expectAuthenticated(await tellUser({ "x-api-key": "key-of-ci" }));
  });

  it("is answered with 401 and the challenges", async () => {
    const refusal = await catchRefusal(() => createFor().authenticate({}));
    expect(toWireError(refusal)).toMatchObject({
      httpStatus: 401,
      restStatus: 401,
      grpcStatus: "UNAUTHENTICATED",
      headers: missing.headers,
    });
  });
});

describe("an agent without authentication", () => {
  it("knows nobody, refuses nobody, and looks at no credentials", async () => {
    const authenticator = createAuthenticatorUnderTest(undefined);
    for (const headers of [{}, { authorization: "Bearer x" }, { "x-api-key": "y" }]) {
      expect(await authenticate(authenticator, headers)).toEqual(unknown);
    }
    const { credentialHeaders, isRequiredForAll, securityRequirements, securitySchemes } =
      authenticator;
    expect({
      credentialHeaders,
      isRequiredForAll,
      securityRequirements,
      securitySchemes,
    }).toEqual({
      credentialHeaders: [],
      isRequiredForAll: false,
      securityRequirements: [],
      securitySchemes: {},
    });
  });

  it("can do nothing for known callers", async () => {
    const { expectAuthenticated } = createAuthenticatorUnderTest(undefined);
    const refusal = await catchRefusal(() =>
      Promise.resolve().then(() => {
        expectAuthenticated(undefined);
      }),
    );
    expect(refusal.message).toBe(
      "The agent knows none of its callers: it has no way to authenticate them.",
    );
  });
});

describe("credentials", () => {
  it("name the user, a token before a key", async () => {
    const authenticator = createFor();
    const authorization = `Bearer ${await signer.sign()}`;
    expect(await authenticate(authenticator, { authorization })).toEqual(ann);
    expect(await authenticate(authenticator, { "x-api-key": "key-of-ci" })).toEqual(ci);
    const both = { authorization, "x-api-key": "key-of-ci" };
    expect(await authenticate(authenticator, both)).toEqual(ann);
    expect(authenticator.credentialHeaders).toEqual(["authorization", "x-api-key"]);
  });

  it.each(["bearer", "BEARER", "Bearer  "])("may say '%s'", async (scheme) => {
    const authorization = `${scheme} ${await signer.sign()}`;
    expect(await authenticate(createFor(), { authorization })).toEqual(ann);
  });

  it.each<[string, IncomingHttpHeaders]>([
    ["a token", { authorization: "Bearer abc" }],
    ["a token beside a right key", { authorization: "Bearer abc", "x-api-key": "key-of-ci" }],
    ["a password", { authorization: "Basic YW5uOmFubg==" }],
    ["nothing after the scheme", { authorization: "Bearer " }],
    ["nothing at all", { authorization: "" }],
    ["a key", { "x-api-key": "wrong" }],
  ])("that are wrong are refused even where none are required: %s", async (_, headers) => {
    const refusal = await catchRefusal(() => createFor("extendedCard").authenticate(headers));
    expect(refusal.reason).toBe("UNAUTHENTICATED");
    expect(refusal.headers["WWW-Authenticate"]).toMatch(/^(Bearer|ApiKey) realm="a2a"/);
  });

  it("of tokens are not looked at by an agent that takes keys alone: they are for a gateway", async () => {
    const authenticator = createAuthenticatorUnderTest({
      apiKeys: [{ name: "ci", file: keyFile }],
    });
    const authorization = "Basic YW5uOmFubg==";
    const headers = { authorization, "x-api-key": "key-of-ci" };
    expect(await authenticate(authenticator, headers)).toEqual(ci);
    const refusal = await catchRefusal(() => authenticator.authenticate({ authorization }));
    expect(refusal.headers).toEqual({
      "WWW-Authenticate": 'ApiKey realm="a2a", header="X-API-Key"',
    });
  });
});

describe("whatever the headers say", () => {
  /** What a header may have on the wire, as Node reads it. */
  const headerText = fc.string({
    unit: fc.integer({ min: 0x20, max: 0xff }).map((code) => String.fromCharCode(code)),
    maxLength: 100,
  });
  const part = fc.oneof(
    fc.base64String().map((text) => text.replaceAll(/[=+/]/g, "")),
    fc.jsonValue().map((value) => Buffer.from(JSON.stringify(value)).toString("base64url")),
  );
  const member = fc.oneof(fc.constantFrom(ISSUER, AUDIENCE, "none", "ES256", "k1"), fc.jsonValue());
  const token = fc.oneof(
    fc.array(part, { maxLength: 6 }).map((parts) => parts.join(".")),
    fc
      .tuple(
        fc.record({ alg: member, kid: member, typ: member, crit: member }, { requiredKeys: [] }),
        fc.record({ iss: member, aud: member, exp: member }, { requiredKeys: [] }),
        part,
      )
      .map(([header, claims, signature]) => writeToken(header, claims, signature)),
  );
  const authorization = fc.oneof(
    headerText,
    headerText.map((text) => `Bearer ${text}`),
    token.map((text) => `Bearer ${text}`),
  );

  it("a caller is refused with a header that can be sent, and nothing else is thrown", async () => {
    const authenticator = createFor("extendedCard");
    const anyHeaders = fc.record(
      { authorization, "x-api-key": headerText },
      { requiredKeys: ["authorization"] },
    );
    await fc.assert(
      fc.asyncProperty(anyHeaders, async (headers) => {
        const outcome: unknown = await authenticator
          .authenticate(headers)
          .catch((error: unknown) => error);
        expect(outcome).toBeInstanceOf(RefusedError);
        const refusal = outcome as RefusedError;
        expect(refusal.reason).toBe("UNAUTHENTICATED");
        expect(refusal.headers["WWW-Authenticate"]).toMatch(/^[\x20-\x7e]+$/);
      }),
      { numRuns: 500 },
    );
    expect(authenticator.log.lines).toEqual([]);
  });
});
