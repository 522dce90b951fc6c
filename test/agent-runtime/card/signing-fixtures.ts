import { type AgentCard, verifyAgentCardSignature } from "@a2a-js/sdk";
import { createLocalJWKSet, type JSONWebKeySet } from "jose";
import { generateKeyPairSync, type KeyObject } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { vi } from "vitest";
import { type CardSigner, createCardSigner } from "../../../agent-runtime/src/card/card-signer.ts";
import { readSigningKey } from "../../../agent-runtime/src/card/signing-key.ts";
import { createFolder } from "../process/runtime-process.ts";

/** Writes the key as a person would who was told to make one, and reads it as the runtime does. */
export async function createTestSigner(
  key: KeyObject = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey,
  keyId?: string,
): Promise<CardSigner> {
  const keyFile = join(createFolder(), "key.pem");
  writeFileSync(keyFile, key.export({ format: "pem", type: "pkcs8" }));
  return createCardSigner(readSigningKey({ keyFile, ...(keyId !== undefined && { keyId }) }));
}

/**
 * Checks a card the way a caller does who uses the SDK.
 *
 * @throws Error when no signature is valid.
 */
export async function verifyBySdk(card: object, keys: JSONWebKeySet): Promise<void> {
  // The SDK tells there of each signature that is not valid.
  const debug = vi.spyOn(console, "debug").mockReturnValue();
  try {
    const find = createLocalJWKSet(keys);
    const verify = verifyAgentCardSignature((kid) => find({ kid, alg: keys.keys[0]?.alg ?? "" }));
    await verify(JSON.parse(JSON.stringify(card)) as AgentCard);
  } finally {
    debug.mockRestore();
  }
}
