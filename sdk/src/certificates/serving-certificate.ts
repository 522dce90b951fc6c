// The library finds its parts by what this records of classes.
import "reflect-metadata";
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509CertificateGenerator,
} from "@peculiar/x509";
import { KeyObject, webcrypto } from "node:crypto";
import type { Validity } from "./validity.js";

/** What a serving certificate is made from. */
export interface ServingCertificateFacts {
  /** The common name of the server. That of the authority, which signs for it alone, is made of it. */
  name: string;
  /** The names in DNS under which the server is reached. */
  dnsNames: readonly string[];
  validity: Validity;
}

/** A certificate for a server and what clients trust, all of it as PEM. */
export interface ServingCertificate {
  certificate: string;
  privateKey: string;
  /** The certificate of the authority. */
  authority: string;
}

const ALGORITHM = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };

/**
 * Makes an authority, a key and its certificate (https://www.rfc-editor.org/rfc/rfc5280). The key of the
 * authority is kept nowhere: nobody, also not who reads the state of a stack, can make another
 * certificate that its clients would trust.
 */
export async function createServingCertificate({
  name,
  dnsNames,
  validity,
}: ServingCertificateFacts): Promise<ServingCertificate> {
  const [authorityKeys, serverKeys] = await Promise.all([createKeyPair(), createKeyPair()]);
  const dates = { notBefore: validity.from, notAfter: validity.until };
  const authority = await X509CertificateGenerator.createSelfSigned({
    ...dates,
    name: [{ CN: [`${name} authority`] }],
    signingAlgorithm: ALGORITHM,
    keys: authorityKeys,
    extensions: [
      // No others that sign may be signed.
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign, true),
      await SubjectKeyIdentifierExtension.create(authorityKeys.publicKey),
    ],
  });
  const certificate = await X509CertificateGenerator.create({
    ...dates,
    subject: [{ CN: [name] }],
    issuer: authority.subject,
    signingAlgorithm: ALGORITHM,
    publicKey: serverKeys.publicKey,
    signingKey: authorityKeys.privateKey,
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
      new SubjectAlternativeNameExtension(dnsNames.map((value) => ({ type: "dns", value }))),
      await SubjectKeyIdentifierExtension.create(serverKeys.publicKey),
      await AuthorityKeyIdentifierExtension.create(authorityKeys.publicKey),
    ],
  });
  return {
    certificate: toLines(certificate.toString("pem")),
    privateKey: KeyObject.from(serverKeys.privateKey)
      .export({ type: "pkcs8", format: "pem" })
      .toString(),
    authority: toLines(authority.toString("pem")),
  };
}

async function createKeyPair(): Promise<webcrypto.CryptoKeyPair> {
  return await webcrypto.subtle.generateKey(ALGORITHM, true, ["sign", "verify"]);
}

/** Certificates stand behind each other in a bundle: each needs the end of its last line. */
function toLines(pem: string): string {
  return `${pem}\n`;
}
