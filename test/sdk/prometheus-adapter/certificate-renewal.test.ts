import type * as pulumi from "@pulumi/pulumi";
import { X509Certificate } from "node:crypto";
import { describe, expect, it, vi } from "vitest";
import { PrometheusAdapter } from "../../../sdk/src/prometheus-adapter/prometheus-adapter.ts";
import { type RecordedResource, type Recording, recordResources } from "../record-resources.ts";

/** In the period that begins on 2026-09-04. The next one begins on 2027-03-03. */
const NOW = new Date("2026-11-28T12:00:00Z");

const CURRENT = "metrics-certificate-2026-09-04";
const NEXT = "metrics-certificate-2027-03-03";

/** Runs a program with one adapter at a moment. */
async function recordAt(moment: Date): Promise<Recording<pulumi.Output<string> | undefined>> {
  const clock = vi.spyOn(Date, "now").mockReturnValue(moment.getTime());
  try {
    return await recordResources(() => {
      const { certificate } = new PrometheusAdapter("metrics", {
        namespace: "monitoring",
        prometheusUrl: "http://prometheus.monitoring.svc:9090",
      });
      return certificate?.id;
    });
  } finally {
    clock.mockRestore();
  }
}

function findSecrets({ resources }: { resources: RecordedResource[] }): RecordedResource[] {
  return resources.filter(({ type }) => type === "kubernetes:core/v1:Secret");
}

/** What is in a Secret, which the engine is handed in an envelope. */
function readData({ inputs }: RecordedResource): Record<string, string> {
  const { value } = inputs.data as { value: Record<string, string> };
  return Object.fromEntries(
    Object.entries(value).map(([key, text]) => [key, Buffer.from(text, "base64").toString()]),
  );
}

const recording = await recordAt(NOW);
const secrets = findSecrets(recording);

describe("the certificates of a PrometheusAdapter", () => {
  it("are that of the period and that of the next one", () => {
    expect(secrets.map(({ name }) => name).sort()).toEqual([CURRENT, NEXT]);
    expect(recording.result).toBe(`${CURRENT}-id`);
  });

  it("are for the name by which the API server asks, and signed by the authority beside them", () => {
    for (const secret of secrets) {
      const data = readData(secret);
      const certificate = new X509Certificate(data["tls.crt"] ?? "");
      const authority = new X509Certificate(data["ca.crt"] ?? "");
      expect(certificate.subjectAltName).toBe("DNS:metrics.monitoring.svc");
      expect(certificate.verify(authority.publicKey)).toBe(true);
      expect(certificate.validFromDate).toEqual(new Date("2026-11-28T11:00:00Z"));
      expect(certificate.validToDate).toEqual(new Date("2029-11-27T12:00:00Z"));
      expect(Object.keys(data).sort()).toEqual(["ca.crt", "tls.crt", "tls.key"]);
    }
  });

  it("have both authorities trusted, so that pods can change over", () => {
    const authorities = secrets.map((secret) => readData(secret)["ca.crt"]);
    const bundles = recording.resources
      .filter(({ type }) => type.endsWith(":APIService"))
      .map(({ inputs }) => (inputs.spec as { caBundle: string }).caBundle)
      .map((bundle) => Buffer.from(bundle, "base64").toString());
    expect(bundles).toHaveLength(2);
    for (const bundle of bundles) {
      expect([authorities.join(""), authorities.reverse().join("")]).toContain(bundle);
    }
  });

  it("stay as they were first made, and are secret in the state", () => {
    const found = recording.registrations.filter(({ name }) => [CURRENT, NEXT].includes(name));
    expect(found.map(({ ignoreChanges, secrets }) => [ignoreChanges, secrets])).toEqual([
      [["data"], ["data"]],
      [["data"], ["data"]],
    ]);
    // What else has a part of one is for everybody to know.
    const sealed = recording.registrations.filter(({ secrets }) => secrets.length > 0);
    expect(sealed).toEqual(found);
  });

  it("make way, when the next period has begun, to the one that is trusted already", async () => {
    const later = await recordAt(new Date("2027-03-03T00:00:00Z"));
    expect(later.result).toBe(`${NEXT}-id`);
    expect(
      findSecrets(later)
        .map(({ name }) => name)
        .sort(),
    ).toEqual([NEXT, "metrics-certificate-2027-08-30"]);
  });
});
