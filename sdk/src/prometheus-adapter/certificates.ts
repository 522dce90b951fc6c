import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import {
  type RenewalPeriod,
  toRenewalPeriods,
  toValidity,
} from "../certificates/renewal-period.js";
import { mapInput } from "../input.js";
import {
  buildCertificateSecret,
  CERTIFICATE_KEYS,
} from "../manifests/prometheus-adapter/certificate-secret.js";

/** What the certificates of an adapter are made from. */
export interface CertificatesFacts {
  /** The name in DNS by which the API server asks the adapter. */
  host: pulumi.Input<string>;
  namespace: pulumi.Input<string> | undefined;
  labels: Record<string, string>;
  toLogicalName: (period: RenewalPeriod) => string;
  now: Date;
}

/** The certificates of an adapter. */
export interface Certificates {
  /** The one that pods serve. */
  current: k8s.core.v1.Secret;
  /** The authorities of this one and of the next one, as PEM in Base64. */
  caBundle: pulumi.Output<string>;
}

/** A program makes other bytes each time it runs. Those of the first time are the certificate. */
const KEPT = ["data"];

/**
 * Makes the certificate of the period that is now, and the one of the next.
 *
 * Both authorities are trusted. So when the next period has begun, pods take up a certificate that is
 * trusted already; then the one after it is trusted too, and at last the old one is deleted.
 */
export function createCertificates(
  facts: CertificatesFacts,
  options: pulumi.CustomResourceOptions,
): Certificates {
  const { current, next } = toRenewalPeriods(facts.now);
  const secrets = [current, next].map((period) => createCertificate(period, facts, options));
  const [currentSecret] = secrets as [k8s.core.v1.Secret, k8s.core.v1.Secret];
  return {
    current: currentSecret,
    // Of all that is in the Secrets, this is for everybody to know.
    caBundle: pulumi.unsecret(pulumi.all(secrets.map(({ data }) => data))).apply(toBundle),
  };
}

function createCertificate(
  period: RenewalPeriod,
  { host, labels, namespace, now, toLogicalName }: CertificatesFacts,
  options: pulumi.CustomResourceOptions,
): k8s.core.v1.Secret {
  const data = mapInput(host, async (known) => await toData(known, period, now));
  return new k8s.core.v1.Secret(
    toLogicalName(period),
    buildCertificateSecret({ namespace, labels, data }),
    { ...options, ignoreChanges: KEPT },
  );
}

async function toData(
  host: string,
  period: RenewalPeriod,
  now: Date,
): Promise<Record<string, string>> {
  // Loaded here: a program without an adapter does not wait for the library.
  const { createServingCertificate } = await import("../certificates/serving-certificate.js");
  const { authority, certificate, privateKey } = await createServingCertificate({
    name: `prometheus-adapter ${period}`,
    dnsNames: [host],
    validity: toValidity(now),
  });
  return {
    [CERTIFICATE_KEYS.certificate]: toBase64(certificate),
    [CERTIFICATE_KEYS.privateKey]: toBase64(privateKey),
    [CERTIFICATE_KEYS.authority]: toBase64(authority),
  };
}

function toBundle(secrets: Record<string, string>[]): string {
  const authorities = secrets.map(({ [CERTIFICATE_KEYS.authority]: authority = "" }) =>
    Buffer.from(authority, "base64"),
  );
  return Buffer.concat(authorities).toString("base64");
}

/** The form in which the API server takes bytes. */
export function toBase64(text: string): string {
  return Buffer.from(text, "utf8").toString("base64");
}
