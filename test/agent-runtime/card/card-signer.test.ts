import { type AgentCardSettings, toMountedCard } from "@berth/contract";
import {
  calculateJwkThumbprint,
  createLocalJWKSet,
  decodeProtectedHeader,
  exportJWK,
  flattenedVerify,
} from "jose";
import { generateKeyPairSync } from "node:crypto";
import { describe, expect, it } from "vitest";
import { toCanonicalCard } from "../../../agent-runtime/src/card/canonical-card.ts";
import {
  type AgentCardDocument,
  toCardDocument,
  toInterfaces,
} from "../../../agent-runtime/src/card/card-document.ts";
import type { CardSigner } from "../../../agent-runtime/src/card/card-signer.ts";
import { toLegacyCardDocument } from "../../../agent-runtime/src/card/legacy-card-document.ts";
import { fullCard, smallestCard } from "../../contract/card-fixtures.ts";
import { createTestSigner, verifyBySdk } from "./signing-fixtures.ts";

const KEYS_URL = "http://research.agents:8000/.well-known/jwks.json";

const toDocument = (settings: AgentCardSettings): AgentCardDocument =>
  toCardDocument(toMountedCard(settings), toInterfaces("http://research.agents:8000/", true));

/** Says which signatures are valid for a text. */
async function verify(payload: string, card: AgentCardDocument, signer: CardSigner) {
  const results = (card.signatures ?? []).map((signature) =>
    flattenedVerify(
      { ...signature, payload: Buffer.from(payload).toString("base64url") },
      createLocalJWKSet(signer.keys),
    ).then(
      () => true,
      () => false,
    ),
  );
  return Promise.all(results);
}

describe("the signature of a card (A2A 1.0, section 8.4)", () => {
  it.each([
    ["a card without ways to authenticate", smallestCard],
    ["a card with all there is", fullCard],
  ])("is valid for a caller with the SDK: %s, in both forms", async (_, settings) => {
    const signer = await createTestSigner();
    const signed = await signer.sign(toDocument(settings), KEYS_URL);
    await verifyBySdk(signed, signer.keys);
    await verifyBySdk(toLegacyCardDocument(signed), signer.keys);
    await expect(verifyBySdk({ ...signed, version: "9" }, signer.keys)).rejects.toThrow("No valid");
  });

  it("covers the canonical form (section 8.4.1), in the first place", async () => {
    const signer = await createTestSigner();
    const signed = await signer.sign(toDocument(fullCard), KEYS_URL);
    expect(await verify(toCanonicalCard(signed), signed, signer)).toEqual([true, false]);
    expect(await verify(toCanonicalCard({ ...signed, version: "9" }), signed, signer)).toEqual([
      false,
      false,
    ]);
  });

  it("is one where the SDKs read the same", async () => {
    const signer = await createTestSigner();
    const { signatures } = await signer.sign(toDocument(smallestCard), KEYS_URL);
    expect(signatures).toHaveLength(1);
  });

  it.each([
    ["RS256", generateKeyPairSync("rsa", { modulusLength: 2048 })],
    ["ES384", generateKeyPairSync("ec", { namedCurve: "P-384" })],
    ["EdDSA", generateKeyPairSync("ed25519")],
  ])("says how it was made, and where its key is (section 8.4.2): %s", async (alg, pair) => {
    const signer = await createTestSigner(pair.privateKey);
    const { signatures = [] } = await signer.sign(toDocument(smallestCard), KEYS_URL);
    const kid = await calculateJwkThumbprint(await exportJWK(pair.publicKey));
    expect(signatures.map((signature) => decodeProtectedHeader(signature))).toEqual([
      { alg, typ: "JOSE", kid, jku: KEYS_URL },
    ]);
    expect(signer.keys).toEqual({
      keys: [{ ...(await exportJWK(pair.publicKey)), kid, alg, use: "sig" }],
    });
  });

  it("names its key as it was named", async () => {
    const signer = await createTestSigner(undefined, "2026");
    const { signatures } = await signer.sign(toDocument(smallestCard), KEYS_URL);
    expect(decodeProtectedHeader(signatures?.[0] ?? {})).toMatchObject({ kid: "2026" });
    expect(signer.keys.keys).toMatchObject([{ kid: "2026" }]);
  });
});
