import { generateKeyPairSync, type KeyObject } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readSigningKey } from "../../../agent-runtime/src/card/signing-key.ts";
import { catchReasons } from "../../contract/catch-issues.ts";
import { createFolder } from "../process/runtime-process.ts";

const ec = (namedCurve: string) => generateKeyPairSync("ec", { namedCurve });
const rsa = (modulusLength: number) => generateKeyPairSync("rsa", { modulusLength });

function write(text: string): string {
  const file = join(createFolder(), "key");
  writeFileSync(file, text);
  return file;
}

const toPem = (key: KeyObject): string => key.export({ format: "pem", type: "pkcs8" }).toString();

const toJwk = (key: KeyObject, members: object = {}): string =>
  JSON.stringify({ ...key.export({ format: "jwk" }), ...members });

const reasons = (text: string): string[] => {
  const file = write(text);
  return catchReasons(() => readSigningKey({ keyFile: file })).map((reason) =>
    reason.replace(file, "FILE"),
  );
};

describe("the key that signs cards", () => {
  it.each([
    ["ES256", ec("P-256")],
    ["ES384", ec("P-384")],
    ["ES512", ec("P-521")],
    ["EdDSA", generateKeyPairSync("ed25519")],
    ["RS256", rsa(2048)],
  ])("is for %s by what it is, as PEM and as a JSON Web Key", (algorithm, pair) => {
    for (const text of [toPem(pair.privateKey), toJwk(pair.privateKey)]) {
      const key = readSigningKey({ keyFile: write(text) });
      expect(key).toMatchObject({ algorithm, keyId: undefined });
      // Nothing of the private key goes out.
      expect(key.publicKey).toEqual(pair.publicKey.export({ format: "jwk" }));
    }
  });

  it("may name itself and another algorithm; the settings name it in the first place", () => {
    const keyFile = write(toJwk(rsa(2048).privateKey, { kid: "2026", alg: "PS256" }));
    expect(readSigningKey({ keyFile })).toMatchObject({ algorithm: "PS256", keyId: "2026" });
    expect(readSigningKey({ keyFile, keyId: "mine" }).keyId).toBe("mine");
  });

  it.each([
    ["no key", "secret"],
    ["no JSON", "{secret"],
    ["a public key", toJwk(ec("P-256").publicKey)],
    ["a shared secret", JSON.stringify({ kty: "oct", k: "c2VjcmV0" })],
    ["a certificate", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"],
  ])("is refused when it is %s, and not quoted", (_, text) => {
    expect(reasons(text)).toEqual([
      "'A2A_CARD_SIGNING_KEY_FILE' (FILE) must be a private key without a password, as PEM (PKCS #8) or as a JSON Web Key.",
    ]);
  });

  it.each([
    ["too short", toPem(rsa(1024).privateKey)],
    ["of no curve of JWS", toPem(ec("secp224r1").privateKey)],
    ["of no signatures", toPem(generateKeyPairSync("x25519").privateKey)],
    ["of another algorithm than it says", toJwk(ec("P-256").privateKey, { alg: "RS256" })],
  ])("is refused when it is %s", (_, text) => {
    expect(reasons(text)).toEqual([
      "'A2A_CARD_SIGNING_KEY_FILE' (FILE) must be a key on a curve (P-256, P-384, P-521 or Ed25519), or one for RSA with at least 2048 bits; an 'alg' in it must fit the key.",
    ]);
  });

  it("is refused when there is none, by the name of what led to it", () => {
    expect(
      catchReasons(() => readSigningKey({ keyFile: "/nonexistent/key" }, "cardSigning.keyFile")),
    ).toEqual([
      expect.stringMatching(
        /^'cardSigning.keyFile' \(\/nonexistent\/key\) must be a file that can be read: Error: ENOENT/,
      ),
    ]);
  });
});
