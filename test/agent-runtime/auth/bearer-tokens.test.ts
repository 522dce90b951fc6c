import type { JWTPayload } from "jose";
import { exportSPKI, importJWK, SignJWT } from "jose";
import { beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { type AuthenticatorUnderTest, createAuthenticatorUnderTest } from "./authenticators.ts";
import { type KeyServer, startKeyServer } from "./key-server.ts";
import { AUDIENCE, createSigner, type Signer, writeToken } from "./tokens.ts";

const ISSUER = "https://login.example.com/realms/agents";

const NOW = "2026-03-01T12:00:00.000Z";
const NOW_SECONDS = Date.parse(NOW) / 1000;

let server: KeyServer;
let signer: Signer;

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ["Date"], now: new Date(NOW) });
  onTestFinished(() => {
    vi.useRealTimers();
  });
  server = await startKeyServer();
  signer = await createSigner(ISSUER);
  server.documents["/keys"] = { keys: [signer.jwk] };
});

function createFor(settings: object = {}): AuthenticatorUnderTest {
  const jwksUrl = `${server.url}/keys`;
  return createAuthenticatorUnderTest({
    jwt: [{ issuer: ISSUER, audience: AUDIENCE, jwksUrl, ...settings }],
  });
}

/** How a token is refused, as the answer tells it. */
async function refuse(token: string, settings?: object): Promise<object> {
  const { headers, message, reason } = await createFor(settings).refuse(token);
  return { headers, message, reason };
}

function unauthenticated(message: string): object {
  const challenge = `Bearer realm="a2a", error="invalid_token", error_description="${message}"`;
  return { headers: { "WWW-Authenticate": challenge }, message, reason: "UNAUTHENTICATED" };
}

describe("a token of an issuer", () => {
  it("names its user by issuer and subject", async () => {
    expect(await createFor().verify(await signer.sign())).toEqual({
      isAuthenticated: true,
      userName: `${ISSUER}#ann`,
    });
  });

  it("names its user by another claim where it is told to", async () => {
    const { verify } = createFor({ userClaim: "email" });
    expect((await verify(await signer.sign({ email: "ann@example.com" }))).userName).toBe(
      `${ISSUER}#ann@example.com`,
    );
  });

  it.each<[string, string | string[]]>([
    ["the audience", AUDIENCE],
    ["the audience among others", ["mail", AUDIENCE]],
    ["another one of its audiences", "agents"],
  ])("may be for %s", async (_, aud) => {
    const { verify } = createFor({ audience: ["agents", AUDIENCE] });
    expect((await verify(await signer.sign({ aud }))).isAuthenticated).toBe(true);
  });

  it.each(["RS256", "PS384", "ES512", "EdDSA"])("may be signed with %s", async (alg) => {
    signer = await createSigner(ISSUER, "k2", alg);
    server.documents["/keys"] = { keys: [signer.jwk] };
    expect((await createFor().verify(await signer.sign())).isAuthenticated).toBe(true);
  });

  it.each<[string, JWTPayload, string]>([
    ["that expired", { exp: NOW_SECONDS - 6 }, "The token expired at 2026-03-01T11:59:54.000Z."],
    ["that never expires", { exp: undefined }, "The token must have the claim 'exp'."],
    ["that expired before time began", { exp: -1e300 }, "The token expired at -1e+300."],
    [
      "whose end is no number",
      { exp: "tomorrow" as never },
      "The claim 'exp' of the token (tomorrow) is wrong.",
    ],
    [
      "that is not valid yet",
      { nbf: NOW_SECONDS + 6 },
      "The token is not valid before 2026-03-01T12:00:06.000Z.",
    ],
    [
      "for somebody else",
      { aud: ["mail", "calendar"] },
      "The audience of the token (['mail','calendar']) must be research.",
    ],
    ["for nobody", { aud: undefined }, "The token must have the claim 'aud'."],
    [
      "of another issuer",
      { iss: "https://evil.example.com" },
      `The issuer of the token (https://evil.example.com) must be ${ISSUER}.`,
    ],
    ["of no issuer", { iss: undefined }, `The issuer of the token (none) must be ${ISSUER}.`],
    [
      "without a user",
      { sub: undefined },
      "The claim 'sub' of the token (none) must be a text: it names the user.",
    ],
    [
      "whose claims want to write headers",
      { aud: `"\r\nSet-Cookie: a=b; ${"x".repeat(200)}` },
      `The audience of the token ('??Set-Cookie: a=b; ${"x".repeat(80)}...) must be research.`,
    ],
  ])("%s is refused", async (_, claims, message) => {
    expect(await refuse(await signer.sign(claims))).toEqual(unauthenticated(message));
  });

  it("counts five seconds longer and earlier: clocks differ", async () => {
    const { verify } = createFor();
    const token = await signer.sign({ exp: NOW_SECONDS - 4, nbf: NOW_SECONDS + 5 });
    expect((await verify(token)).isAuthenticated).toBe(true);
  });

  it("is refused when another key has signed it under the same name", async () => {
    const other = await createSigner(ISSUER);
    expect(await refuse(await other.sign())).toEqual(
      unauthenticated(
        `The token must be signed with a key of ${ISSUER}: its signature is of another one.`,
      ),
    );
  });

  it("is refused when it names a key that the issuer does not have", async () => {
    expect(await refuse(await signer.sign({}, { kid: "k9" }))).toEqual(
      unauthenticated(
        `The token must be signed with a key of ${ISSUER}: the one it names is not among them.`,
      ),
    );
  });

  it("needs to name no key, though the issuer has several", async () => {
    const other = await createSigner(ISSUER, "k2");
    server.documents["/keys"] = { keys: [other.jwk, signer.jwk] };
    const { refuse: refuseBy, verify } = createFor();
    expect((await verify(await signer.sign({}, { kid: undefined }))).userName).toBe(
      `${ISSUER}#ann`,
    );
    const stranger = await createSigner(ISSUER);
    expect((await refuseBy(await stranger.sign({}, { kid: undefined }))).reason).toBe(
      "UNAUTHENTICATED",
    );
    const expired = await signer.sign({ exp: NOW_SECONDS - 60 }, { kid: undefined });
    expect((await refuseBy(expired)).message).toBe(
      "The token expired at 2026-03-01T11:59:00.000Z.",
    );
  });

  it("is refused when what it says was changed", async () => {
    const [header, , signature] = (await signer.sign()).split(".");
    const claims = { iss: ISSUER, aud: AUDIENCE, sub: "root", exp: NOW_SECONDS + 600 };
    const changed = Buffer.from(JSON.stringify(claims)).toString("base64url");
    expect(await refuse(`${header}.${changed}.${signature}`)).toMatchObject({
      reason: "UNAUTHENTICATED",
    });
  });

  it("is refused when nothing is signed: 'alg' is 'none'", async () => {
    const claims = { iss: ISSUER, aud: AUDIENCE, sub: "ann", exp: NOW_SECONDS + 600 };
    for (const alg of ["none", "None", "NONE"]) {
      expect(await refuse(writeToken({ alg }, claims))).toMatchObject({
        reason: "UNAUTHENTICATED",
        message: expect.stringContaining("must be signed with one of") as string,
      });
    }
  });

  it("is refused when the public key of the issuer is used as a secret", async () => {
    const rsa = await createSigner(ISSUER, "k1", "RS256");
    server.documents["/keys"] = { keys: [rsa.jwk] };
    const pem = await exportSPKI(
      (await importJWK(rsa.jwk, "RS256", { extractable: true })) as never,
    );
    const token = await new SignJWT({ aud: AUDIENCE, sub: "ann" })
      .setIssuer(ISSUER)
      .setExpirationTime(NOW_SECONDS + 600)
      .setProtectedHeader({ alg: "HS256", kid: "k1" })
      .sign(new TextEncoder().encode(pem));
    expect(await refuse(token)).toMatchObject({
      reason: "UNAUTHENTICATED",
      message: expect.stringContaining("must be signed with one of ES256") as string,
    });
  });

  it("brings no key of its own", async () => {
    const other = await createSigner(ISSUER);
    const token = await other.sign({}, { jwk: other.jwk, jku: `${server.url}/evil` });
    expect(await refuse(token)).toMatchObject({ reason: "UNAUTHENTICATED" });
    expect(server.requests.map(({ path }) => path)).toEqual(["/keys"]);
  });

  it.each([
    ["no JWT", "abc", "The token must be a JWT: three parts, joined by dots."],
    ["empty in all parts", "..", "The token must be a JWT: three parts, joined by dots."],
    ["two texts", "abc def", "The header 'Authorization' must be 'Bearer' and a token."],
    [
      "too long",
      "a".repeat(20_000),
      "The header 'Authorization' must have at most 16384 characters.",
    ],
  ])("is refused when it is %s", async (_, token, message) => {
    expect(await refuse(token)).toEqual(unauthenticated(message));
    expect(server.requests).toEqual([]);
  });

  it("never shows itself in its refusal", async () => {
    const token = await signer.sign({ aud: "mail" });
    const text = JSON.stringify(await refuse(token));
    for (const part of token.split(".")) {
      expect(text).not.toContain(part);
    }
  });
});

describe("the scopes of a token", () => {
  const requiredScopes = ["agents:call", "read"];

  it.each<[string, JWTPayload]>([
    ["as one text", { scope: "read write agents:call" }],
    ["as one text under another name", { scp: "read agents:call" }],
    ["as a list", { scp: ["agents:call", "read"] }],
  ])("may be written %s", async (_, claims) => {
    const { verify } = createFor({ requiredScopes });
    expect((await verify(await signer.sign(claims))).isAuthenticated).toBe(true);
  });

  it.each<[string, JWTPayload, string]>([
    ["one", { scope: "read" }, "agents:call"],
    ["all", {}, "agents:call, read"],
    ["those that are no scopes", { scope: 7, scp: { read: true } }, "agents:call, read"],
  ])("are not allowed to be short of %s", async (_, claims, missing) => {
    expect(await refuse(await signer.sign(claims), { requiredScopes })).toEqual({
      headers: {
        "WWW-Authenticate":
          'Bearer realm="a2a", error="insufficient_scope", scope="agents:call read"',
      },
      message: `The token must have the scopes agents:call, read. It lacks ${missing}.`,
      reason: "PERMISSION_DENIED",
    });
  });
});

describe("a token that was checked", () => {
  it("is not checked again for a minute, though its key is gone", async () => {
    const authenticator = createFor();
    const token = await signer.sign();
    const user = await authenticator.verify(token);
    await server.stop();
    authenticator.advance(59_999);
    expect(await authenticator.verify(token)).toBe(user);
  });

  it("does not outlive its end", async () => {
    const authenticator = createFor();
    const token = await signer.sign({ exp: NOW_SECONDS + 30 });
    await authenticator.verify(token);
    authenticator.advance(36_000);
    expect((await authenticator.refuse(token)).message).toBe(
      "The token expired at 2026-03-01T12:00:30.000Z.",
    );
  });
});

describe("two issuers", () => {
  it("are told apart: neither may speak for the other, nor for its users", async () => {
    const otherIssuer = "https://other.example.com";
    const other = await createSigner(otherIssuer, "k1");
    server.documents["/other"] = { keys: [other.jwk] };
    const authenticator = createAuthenticatorUnderTest({
      jwt: [
        { issuer: ISSUER, audience: AUDIENCE, jwksUrl: `${server.url}/keys` },
        { issuer: otherIssuer, audience: AUDIENCE, jwksUrl: `${server.url}/other` },
      ],
    });
    expect((await authenticator.verify(await signer.sign())).userName).toBe(`${ISSUER}#ann`);
    expect((await authenticator.verify(await other.sign())).userName).toBe(`${otherIssuer}#ann`);
    expect((await authenticator.refuse(await other.sign({ iss: ISSUER }))).reason).toBe(
      "UNAUTHENTICATED",
    );
    expect((await authenticator.refuse(await other.sign({ iss: "https://x" }))).message).toBe(
      `The issuer of the token (https://x) must be ${ISSUER} or ${otherIssuer}.`,
    );
  });
});
