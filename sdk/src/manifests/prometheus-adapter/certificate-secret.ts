import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { ObjectFacts } from "../object-facts.js";

/** What the Secret of a serving certificate is built from. */
export interface CertificateSecretFacts extends Omit<ObjectFacts, "name"> {
  /** The values in Base64 by their keys. */
  data: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/** The keys of the Secret. The first two are those that Kubernetes asks for. */
export const CERTIFICATE_KEYS = {
  certificate: "tls.crt",
  privateKey: "tls.key",
  authority: "ca.crt",
} as const;

/**
 * A certificate of the adapter and its key. Immutable, and without a name: the Kubernetes provider makes
 * one up, and another one for another content.
 */
export function buildCertificateSecret({
  namespace,
  labels,
  data,
}: CertificateSecretFacts): k8s.types.input.core.v1.Secret {
  return {
    apiVersion: "v1",
    kind: "Secret",
    metadata: { namespace, labels },
    type: "kubernetes.io/tls",
    immutable: true,
    data,
  };
}
