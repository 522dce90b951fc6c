import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import type { ServiceAccountTokenSettings } from "@berth/contract";
import { toApiServer } from "../../../agent-runtime/src/auth/service-accounts.ts";
import { type AuthenticatorUnderTest, createAuthenticatorUnderTest } from "./authenticators.ts";
import { createFolder } from "./folder.ts";
import { type KeyServer, startKeyServer } from "./key-server.ts";
import { AUDIENCE, createSigner, type Signer } from "./tokens.ts";

const ISSUER = "https://kubernetes.default.svc.cluster.local";
const SUBJECT = "system:serviceaccount:agents:research";

const KEYS_PATH = "/openid/v1/jwks";
const DISCOVERY_PATH = "/.well-known/openid-configuration";

let apiServer: KeyServer;
let signer: Signer;

beforeEach(async () => {
  apiServer = await startKeyServer({ isTls: true });
  signer = await createSigner(ISSUER);
  apiServer.documents[DISCOVERY_PATH] = {
    issuer: ISSUER,
    // What an API server says: an address that a pod need not reach.
    jwks_uri: "https://192.0.2.1:6443/openid/v1/jwks",
  };
  apiServer.documents[KEYS_PATH] = { keys: [signer.jwk] };
});

function createFor(settings: Partial<ServiceAccountTokenSettings> = {}): AuthenticatorUnderTest {
  return createAuthenticatorUnderTest({
    serviceAccountTokens: {
      audience: AUDIENCE,
      apiServerUrl: apiServer.url,
      caFile: apiServer.caFile,
      ...settings,
    },
  });
}

describe("the token of a service account", () => {
  it("names the service account as Kubernetes does", async () => {
    const authenticator = createFor();
    expect(await authenticator.verify(await signer.sign({ sub: SUBJECT }))).toEqual({
      isAuthenticated: true,
      userName: SUBJECT,
    });
    expect(apiServer.requests).toEqual([
      { path: DISCOVERY_PATH, authorization: undefined },
      { path: KEYS_PATH, authorization: undefined },
    ]);
  });

  it("is checked with keys that are asked for with the token of the pod, as it is then", async () => {
    const tokenFile = join(await createFolder(), "token");
    await writeFile(tokenFile, "first\n");
    const authenticator = createFor({ tokenFile, issuer: ISSUER });
    await authenticator.verify(await signer.sign({ sub: SUBJECT }));
    await writeFile(tokenFile, "second\n");
    authenticator.advance(3_600_000);
    await authenticator.verify(await signer.sign({ sub: SUBJECT }));
    expect(apiServer.requests).toEqual([
      { path: KEYS_PATH, authorization: "Bearer first" },
      { path: KEYS_PATH, authorization: "Bearer second" },
    ]);
  });

  it("cannot be checked while the API server forbids to read its keys", async () => {
    apiServer.documents[DISCOVERY_PATH] = 403;
    const authenticator = createFor();
    const token = await signer.sign({ sub: SUBJECT });
    expect((await authenticator.refuse(token)).reason).toBe("AUTHENTICATION_UNAVAILABLE");
    expect((await authenticator.refuse(token)).reason).toBe("AUTHENTICATION_UNAVAILABLE");
    expect(apiServer.requests).toHaveLength(1);
    expect(authenticator.log.lines).toMatchObject([
      {
        level: "warn",
        message: `The issuer at ${apiServer.url}${DISCOVERY_PATH} could not be read: tokens may not be checked`,
        facts: {
          err: { message: `${apiServer.url}${DISCOVERY_PATH}: Error: it answered 403, not 200.` },
        },
      },
    ]);
  });

  it.each<[string, (folder: string) => Partial<ServiceAccountTokenSettings>]>([
    ["nobody vouches for the API server", () => ({ caFile: undefined })],
    ["the file with authorities is missing", (folder) => ({ caFile: join(folder, "none") })],
    ["the file with the token is missing", (folder) => ({ tokenFile: join(folder, "none") })],
  ])("cannot be checked while %s", async (_, toSettings) => {
    const authenticator = createFor(toSettings(await createFolder()));
    const token = await signer.sign({ sub: SUBJECT });
    expect((await authenticator.refuse(token)).reason).toBe("AUTHENTICATION_UNAVAILABLE");
    expect(apiServer.requests).toEqual([]);
  });

  it("must be that of a service account", async () => {
    const authenticator = createFor();
    for (const sub of ["system:node:node1", "system:serviceaccount:agents", `x${SUBJECT}`]) {
      expect((await authenticator.refuse(await signer.sign({ sub }))).message).toBe(
        `The claim 'sub' of the token (${sub}) must be a service account.`,
      );
    }
    const list = await signer.sign({ sub: [SUBJECT] as never });
    expect((await authenticator.refuse(list)).message).toBe(
      `The claim 'sub' of the token (['${SUBJECT}']) must be a service account.`,
    );
  });

  it("must be of the cluster", async () => {
    const authenticator = createFor();
    expect((await authenticator.refuse(await signer.sign({ iss: "https://x" }))).message).toBe(
      `The issuer of the token (https://x) must be ${ISSUER}.`,
    );
    const stranger = await createSigner(ISSUER);
    expect((await authenticator.refuse(await stranger.sign({ sub: SUBJECT }))).message).toBe(
      `The token must be signed with a key of ${ISSUER}: its signature is of another one.`,
    );
  });

  it("must be for the agent: one for the API server is not", async () => {
    const token = await signer.sign({ sub: SUBJECT, aud: [ISSUER] });
    expect((await createFor().refuse(token)).message).toBe(
      `The audience of the token (['${ISSUER}']) must be research.`,
    );
  });

  it("stands beside the tokens of issuers", async () => {
    const issuer = `${apiServer.url}/realms/agents`;
    const { verify } = createAuthenticatorUnderTest({
      jwt: [
        {
          issuer,
          audience: AUDIENCE,
          jwksUrl: `${apiServer.url}/people`,
          caFile: apiServer.caFile,
        },
      ],
      serviceAccountTokens: {
        audience: AUDIENCE,
        apiServerUrl: apiServer.url,
        caFile: apiServer.caFile,
      },
    });
    const people = await createSigner(issuer);
    apiServer.documents["/people"] = { keys: [people.jwk] };
    expect((await verify(await signer.sign({ sub: SUBJECT }))).userName).toBe(SUBJECT);
    // An issuer that calls its user like a service account does not make it one.
    expect((await verify(await people.sign({ sub: SUBJECT }))).userName).toBe(
      `${issuer}#${SUBJECT}`,
    );
  });
});

describe("the service accounts that may call", () => {
  const allowed = [{ namespace: "agents", name: "research" }, { namespace: "ops" }];

  it.each(["system:serviceaccount:agents:research", "system:serviceaccount:ops:any"])(
    "are those that are named, or all of a namespace: %s",
    async (sub) => {
      const { verify } = createFor({ allowed });
      expect((await verify(await signer.sign({ sub }))).userName).toBe(sub);
    },
  );

  it.each(["system:serviceaccount:agents:other", "system:serviceaccount:default:research"])(
    "are not others: %s",
    async (sub) => {
      const refusal = await createFor({ allowed }).refuse(await signer.sign({ sub }));
      expect(refusal).toMatchObject({
        reason: "PERMISSION_DENIED",
        message: `The service account ${sub} may not call this agent: it admits those it was told of only.`,
      });
    },
  );
});

describe("the API server that is asked", () => {
  it("is that of the pod, with what is mounted for it", () => {
    expect(toApiServer({ audience: [AUDIENCE] })).toEqual({
      url: "https://kubernetes.default.svc",
      trust: {
        caFile: "/var/run/secrets/kubernetes.io/serviceaccount/ca.crt",
        tokenFile: "/var/run/secrets/kubernetes.io/serviceaccount/token",
        isTokenOptional: true,
      },
    });
  });

  it("is asked with a file that was named, which then must be there", () => {
    const files = { caFile: "/etc/a2a/ca.crt", tokenFile: "/etc/a2a/token" };
    expect(toApiServer({ audience: [AUDIENCE], ...files }).trust).toEqual({
      ...files,
      isTokenOptional: false,
    });
  });

  it("is sent no token of the pod where it is another one", () => {
    expect(toApiServer({ audience: [AUDIENCE], apiServerUrl: "https://192.0.2.1/" })).toEqual({
      url: "https://192.0.2.1",
      trust: { caFile: undefined, tokenFile: undefined },
    });
  });
});
