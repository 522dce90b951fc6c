import { beforeEach, describe, expect, it } from "vitest";
import { NEW_KEY_WAIT_MS, MAX_KEY_AGE_MS } from "../../../agent-runtime/src/auth/key-source.ts";
import { RETRY_AFTER_FAILURE_MS } from "../../../agent-runtime/src/auth/guarded-load.ts";
import { type AuthenticatorUnderTest, createAuthenticatorUnderTest } from "./authenticators.ts";
import { type KeyServer, startKeyServer } from "./key-server.ts";
import { AUDIENCE, createSigner, type Signer } from "./tokens.ts";

const DISCOVERY_PATH = "/realms/agents/.well-known/openid-configuration";

let server: KeyServer;
let issuer: string;
let signer: Signer;
let authenticator: AuthenticatorUnderTest;

beforeEach(async () => {
  server = await startKeyServer();
  issuer = `${server.url}/realms/agents`;
  signer = await createSigner(issuer);
  server.documents[DISCOVERY_PATH] = { issuer, jwks_uri: `${server.url}/keys` };
  server.documents["/keys"] = { keys: [signer.jwk] };
  authenticator = createAuthenticatorUnderTest({ jwt: [{ issuer, audience: AUDIENCE }] });
});

/** What the server was asked for since the last look. */
function takePaths(): string[] {
  return server.requests.splice(0).map(({ path }) => path);
}

/** Makes tokens that differ: the same one is not checked twice. */
let count = 0;
function sign(by: Signer = signer): Promise<string> {
  count += 1;
  return by.sign({ jti: String(count) });
}

describe("the keys of an issuer", () => {
  it("are found by what the issuer says, and read once for many tokens", async () => {
    expect(takePaths()).toEqual([]);
    const tokens = await Promise.all([sign(), sign(), sign()]);
    await Promise.all(tokens.map(authenticator.verify));
    await authenticator.verify(await sign());
    expect(takePaths()).toEqual([DISCOVERY_PATH, "/keys"]);
  });

  it("are found where an issuer ends in a slash", async () => {
    const slashed = `${issuer}/`;
    server.documents[DISCOVERY_PATH] = { issuer: slashed, jwks_uri: `${server.url}/keys` };
    const { verify } = createAuthenticatorUnderTest({
      jwt: [{ issuer: slashed, audience: AUDIENCE }],
    });
    expect((await verify(await signer.sign({ iss: slashed }))).userName).toBe(`${slashed}#ann`);
  });

  it("may change: a new one counts as soon as a token names it", async () => {
    await authenticator.verify(await sign());
    const next = await createSigner(issuer, "k2");
    server.documents["/keys"] = { keys: [signer.jwk, next.jwk] };
    authenticator.advance(NEW_KEY_WAIT_MS);
    expect((await authenticator.verify(await sign(next))).userName).toBe(`${issuer}#ann`);
    expect((await authenticator.verify(await sign())).userName).toBe(`${issuer}#ann`);
  });

  it("are not asked for again and again by tokens that name keys which are not there", async () => {
    await authenticator.verify(await sign());
    takePaths();
    const stranger = await createSigner(issuer, "k9");
    authenticator.advance(NEW_KEY_WAIT_MS);
    for (let times = 0; times < 5; times += 1) {
      expect((await authenticator.refuse(await sign(stranger))).reason).toBe("UNAUTHENTICATED");
    }
    expect(takePaths()).toEqual([DISCOVERY_PATH, "/keys"]);
  });

  it("count no longer once the issuer has withdrawn them, ten minutes later at the latest", async () => {
    await authenticator.verify(await sign());
    const next = await createSigner(issuer, "k2");
    server.documents["/keys"] = { keys: [next.jwk] };
    authenticator.advance(MAX_KEY_AGE_MS);
    expect((await authenticator.refuse(await sign())).message).toBe(
      `The token must be signed with a key of ${issuer}: the one it names is not among them.`,
    );
  });
});

describe("while the server with the keys does not answer", () => {
  const unavailable = {
    reason: "AUTHENTICATION_UNAVAILABLE",
    message: "The agent cannot check tokens now: who issues them does not answer. Try again.",
    retryAfterSeconds: 5,
  };

  it("tokens of keys that are known are accepted on, however old the keys are", async () => {
    await authenticator.verify(await sign());
    await server.stop();
    authenticator.advance(MAX_KEY_AGE_MS * 10);
    expect((await authenticator.verify(await sign())).userName).toBe(`${issuer}#ann`);
    expect(authenticator.log.messages("warn")).toEqual([
      `The keys at ${issuer}/.well-known/openid-configuration could not be read: tokens may not be checked`,
    ]);
  });

  it("nobody can tell of a key that is not known, and the caller may try again", async () => {
    await authenticator.verify(await sign());
    await server.stop();
    authenticator.advance(NEW_KEY_WAIT_MS);
    const next = await createSigner(issuer, "k2");
    expect(await authenticator.refuse(await sign(next))).toMatchObject(unavailable);
  });

  it("nobody can tell of any token when no key was ever read", async () => {
    await server.stop();
    expect(await authenticator.refuse(await sign())).toMatchObject(unavailable);
    expect(authenticator.log.lines).toMatchObject([
      { facts: { err: { message: expect.stringContaining("ECONNREFUSED") as string } } },
    ]);
  });

  it("it is left alone for some seconds, and then asked again", async () => {
    server.documents["/keys"] = 503;
    for (let times = 0; times < 5; times += 1) {
      expect(await authenticator.refuse(await sign())).toMatchObject(unavailable);
    }
    expect(takePaths()).toEqual([DISCOVERY_PATH, "/keys"]);
    expect(authenticator.log.lines).toHaveLength(1);

    server.documents["/keys"] = { keys: [signer.jwk] };
    authenticator.advance(RETRY_AFTER_FAILURE_MS);
    expect((await authenticator.verify(await sign())).userName).toBe(`${issuer}#ann`);
  });
});

describe("what is no answer about keys", () => {
  it.each<[string, () => unknown]>([
    ["no JSON", () => "<html>"],
    ["JSON without keys", () => ({ issuer })],
    ["no list of keys", () => ({ keys: signer.jwk })],
    ["an error", () => 500],
    ["a redirect", () => 302],
    ["endless", () => ({ keys: [signer.jwk], pad: "x".repeat(1024 * 1024) })],
  ])("is not taken for one when it is %s", async (_, toDocument) => {
    server.documents["/keys"] = toDocument();
    expect((await authenticator.refuse(await sign())).reason).toBe("AUTHENTICATION_UNAVAILABLE");
  });

  it.each<[string, () => unknown]>([
    ["another issuer", () => ({ issuer: "https://x", jwks_uri: `${server.url}/keys` })],
    ["no place of keys", () => ({ issuer })],
    ["a place that is no URL of the web", () => ({ issuer, jwks_uri: "file:///etc/passwd" })],
  ])("is not taken for one when an issuer names %s", async (_, toDocument) => {
    server.documents[DISCOVERY_PATH] = toDocument();
    expect((await authenticator.refuse(await sign())).reason).toBe("AUTHENTICATION_UNAVAILABLE");
    expect(takePaths()).toEqual([DISCOVERY_PATH]);
  });
});
