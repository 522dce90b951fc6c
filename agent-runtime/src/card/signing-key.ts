import { ENVIRONMENT, SettingsError } from "@berth/contract";
import { createPrivateKey, createPublicKey, type KeyObject } from "node:crypto";
import { readFileSync } from "node:fs";
import type { JWK } from "jose";

/** RFC 7518, section 3.3. */
const MIN_RSA_BITS = 2048;

const CURVE_ALGORITHMS: Readonly<Record<string, string>> = {
  prime256v1: "ES256",
  secp384r1: "ES384",
  secp521r1: "ES512",
};

const RSA_ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512"];

/** What a program says about the signing of cards. */
export interface CardSigningSettings {
  /** The path of the private key: PEM (PKCS #8), or a JSON Web Key. */
  keyFile: string;
  /** Names the key in signatures. Defaults to the `kid` of the key, then to its thumbprint. */
  keyId?: string;
}

/** A key that signs cards. */
export interface SigningKey {
  /** What the key is named, if the file or the settings do. */
  keyId: string | undefined;
  /** The algorithm of the signatures (RFC 7518). */
  algorithm: string;
  privateKey: KeyObject;
  publicKey: JWK;
}

/**
 * Reads the key that signs cards.
 *
 * @param setting names what led to the file, in messages.
 * @throws SettingsError that names the file and the rule.
 */
export function readSigningKey(
  { keyFile, keyId }: CardSigningSettings,
  setting: string = ENVIRONMENT.cardSigningKeyFile,
): SigningKey {
  const refuse = (rule: string): SettingsError =>
    new SettingsError([
      { propertyPath: setting, reason: `'${setting}' (${keyFile}) must be ${rule}` },
    ]);
  let text: string;
  try {
    text = readFileSync(keyFile, "utf8");
  } catch (error) {
    throw refuse(`a file that can be read: ${String(error)}`);
  }
  let written: JWK;
  let privateKey: KeyObject;
  try {
    written = text.trimStart().startsWith("{") ? (JSON.parse(text) as JWK) : {};
    privateKey = createPrivateKey(
      written.kty === undefined ? text : { key: written, format: "jwk" },
    );
  } catch {
    // The cause stays out: it quotes what was read, and a log is no place for a key.
    throw refuse("a private key without a password, as PEM (PKCS #8) or as a JSON Web Key.");
  }
  const algorithm = findAlgorithm(privateKey, written.alg);
  if (algorithm === undefined) {
    throw refuse(
      "a key on a curve (P-256, P-384, P-521 or Ed25519), or one for RSA with at least " +
        `${MIN_RSA_BITS} bits; an 'alg' in it must fit the key.`,
    );
  }
  return {
    keyId: keyId ?? written.kid,
    algorithm,
    privateKey,
    publicKey: createPublicKey(privateKey).export({ format: "jwk" }),
  };
}

/** The algorithm that the key names, if it fits, else the one that is usual for such a key. */
function findAlgorithm(
  { asymmetricKeyDetails, asymmetricKeyType }: KeyObject,
  named: string | undefined,
): string | undefined {
  const fitting = findFitting(asymmetricKeyType, asymmetricKeyDetails);
  return named === undefined ? fitting[0] : fitting.find((algorithm) => algorithm === named);
}

function findFitting(
  type: KeyObject["asymmetricKeyType"],
  details: KeyObject["asymmetricKeyDetails"],
): readonly string[] {
  if (type === "ed25519") {
    return ["EdDSA", "Ed25519"];
  }
  if (type === "rsa" && (details?.modulusLength ?? 0) >= MIN_RSA_BITS) {
    return RSA_ALGORITHMS;
  }
  const algorithm = type === "ec" ? CURVE_ALGORITHMS[details?.namedCurve ?? ""] : undefined;
  return algorithm === undefined ? [] : [algorithm];
}
