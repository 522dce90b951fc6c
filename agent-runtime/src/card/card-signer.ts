import { canonicalizeAgentCard } from "@a2a-js/sdk";
import { calculateJwkThumbprint, FlattenedSign, type JSONWebKeySet } from "jose";
import { toCanonicalCard } from "./canonical-card.js";
import type { AgentCardDocument, AgentCardSignature } from "./card-document.js";
import type { SigningKey } from "./signing-key.js";

/** Signs cards. */
export interface CardSigner {
  /** What callers check signatures with. */
  readonly keys: JSONWebKeySet;
  /** Returns the card with its signatures. `keysUrl` is where its readers find the keys. */
  sign: (document: AgentCardDocument, keysUrl: string) => Promise<AgentCardDocument>;
}

/**
 * Makes what signs cards (A2A 1.0, section 8.4).
 *
 * A card has one signature over its canonical form, and a second one where the SDKs have another:
 * those drop every member that is empty, also one that the specification keeps, such as a way to
 * authenticate without members or a requirement without scopes. One valid signature is enough.
 */
export async function createCardSigner(key: SigningKey): Promise<CardSigner> {
  const keyId = key.keyId ?? (await calculateJwkThumbprint(key.publicKey));
  const sign = async (payload: string, keysUrl: string): Promise<AgentCardSignature> => {
    const { protected: header = "", signature } = await new FlattenedSign(
      new TextEncoder().encode(payload),
    )
      .setProtectedHeader({ alg: key.algorithm, typ: "JOSE", kid: keyId, jku: keysUrl })
      .sign(key.privateKey);
    return { protected: header, signature };
  };
  return {
    keys: { keys: [{ ...key.publicKey, kid: keyId, alg: key.algorithm, use: "sig" }] },
    sign: async (document, keysUrl) => {
      const payloads = new Set([toCanonicalCard(document), toSdkForm(document)]);
      const signatures = await Promise.all([...payloads].map((payload) => sign(payload, keysUrl)));
      return { ...document, signatures };
    },
  };
}

function toSdkForm(document: AgentCardDocument): string {
  // It reads what is on the wire; its type is of what it reads that into.
  return canonicalizeAgentCard(document as never);
}
