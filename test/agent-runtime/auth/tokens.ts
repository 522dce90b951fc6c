import { exportJWK, generateKeyPair, type JWK, type JWTPayload, SignJWT } from "jose";

/** A key of an issuer. */
export interface Signer {
  /** The public key, as a set of keys has it. */
  jwk: JWK;
  /** Signs claims; a claim that is undefined is left out. */
  sign: (claims?: JWTPayload, header?: Readonly<Record<string, unknown>>) => Promise<string>;
}

export const AUDIENCE = "research";

/** Makes a key. It signs tokens that are right unless they are told otherwise. */
export async function createSigner(issuer: string, kid = "k1", alg = "ES256"): Promise<Signer> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  return {
    jwk: { ...(await exportJWK(publicKey)), kid, alg, use: "sig" },
    sign: (claims = {}, header = {}) => {
      const seconds = Math.floor(Date.now() / 1000);
      const payload = { iss: issuer, aud: AUDIENCE, sub: "ann", exp: seconds + 600, ...claims };
      return new SignJWT(JSON.parse(JSON.stringify(payload)) as JWTPayload)
        .setProtectedHeader({ alg, kid, ...header })
        .sign(privateKey);
    },
  };
}

/** Writes a token by hand: of a header, of claims, and of whatever stands for a signature. */
export function writeToken(header: object, claims: object, signature = ""): string {
  const parts = [header, claims].map((part) =>
    Buffer.from(JSON.stringify(part)).toString("base64url"),
  );
  return [...parts, signature].join(".");
}
