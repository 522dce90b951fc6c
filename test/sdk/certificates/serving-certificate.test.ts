import { createPrivateKey, createPublicKey, X509Certificate } from "node:crypto";
import { createServer, connect } from "node:tls";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { describe, expect, it } from "vitest";
import {
  createServingCertificate,
  type ServingCertificate,
} from "../../../sdk/src/certificates/serving-certificate.ts";

const validity = {
  from: new Date("2026-01-01T00:00:00Z"),
  until: new Date("2051-02-03T04:05:06Z"),
};
const facts = { name: "adapter 2026-09-04", dnsNames: ["adapter.metrics.svc"], validity };

const served = await createServingCertificate(facts);
const certificate = new X509Certificate(served.certificate);
const authority = new X509Certificate(served.authority);

/** What a client says of a server, or undefined where it trusts it. */
async function askServer(
  { certificate: cert, privateKey: key }: ServingCertificate,
  trusted: string,
  servername: string,
): Promise<string | undefined> {
  const server = createServer({ cert, key });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const client = connect({ port, host: "127.0.0.1", ca: trusted, servername });
  try {
    await once(client, "secureConnect");
    return undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code;
  } finally {
    client.destroy();
    server.close();
  }
}

describe("createServingCertificate", () => {
  it("signs a certificate for the server's names by an authority of its own", () => {
    expect(certificate.subject).toBe("CN=adapter 2026-09-04");
    expect(certificate.issuer).toBe("CN=adapter 2026-09-04 authority");
    expect(certificate.subjectAltName).toBe("DNS:adapter.metrics.svc");
    expect(certificate.ca).toBe(false);
    expect(certificate.keyUsage).toEqual(["1.3.6.1.5.5.7.3.1"]);
    expect(certificate.checkIssued(authority)).toBe(true);
    expect(certificate.verify(authority.publicKey)).toBe(true);
  });

  it("makes an authority that has signed itself", () => {
    expect(authority.subject).toBe(authority.issuer);
    expect(authority.ca).toBe(true);
    expect(authority.verify(authority.publicKey)).toBe(true);
  });

  it.each([
    ["the certificate", certificate],
    ["its authority", authority],
  ])("has %s valid when it was asked for, to the second", (_, { validFromDate, validToDate }) => {
    expect([validFromDate, validToDate]).toEqual([validity.from, validity.until]);
  });

  it("hands the key of the certificate over and keeps that of the authority nowhere", () => {
    const key = createPublicKey(createPrivateKey(served.privateKey));
    expect(key.equals(certificate.publicKey)).toBe(true);
    expect(key.equals(authority.publicKey)).toBe(false);
    expect(JSON.stringify(served).match(/PRIVATE KEY-----/g)).toHaveLength(2);
  });

  it("makes other keys each time", async () => {
    const other = await createServingCertificate(facts);
    expect(new X509Certificate(other.certificate).verify(authority.publicKey)).toBe(false);
    expect(new X509Certificate(other.certificate).serialNumber).not.toBe(certificate.serialNumber);
  });

  it("is trusted by a client for its name, also when the authority is one of several", async () => {
    const other = await createServingCertificate(facts);
    const bundle = `${other.authority}${served.authority}`;
    expect(await askServer(served, bundle, "adapter.metrics.svc")).toBeUndefined();
    expect(await askServer(served, bundle, "adapter.other.svc")).toBe(
      "ERR_TLS_CERT_ALTNAME_INVALID",
    );
    expect(await askServer(served, other.authority, "adapter.metrics.svc")).toBe(
      "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
    );
  });
});
