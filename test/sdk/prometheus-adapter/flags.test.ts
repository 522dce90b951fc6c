import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import type { PrometheusAdapterArgs } from "../../../sdk/src/prometheus-adapter/args.ts";
import { toAdapterFlags } from "../../../sdk/src/prometheus-adapter/flags.ts";
import { toPrometheusAdapterSpec } from "../../../sdk/src/prometheus-adapter/spec.ts";

const prometheusUrl = "https://prometheus.monitoring.svc:9090";

function toFlags(args: Partial<PrometheusAdapterArgs>): unknown[] {
  return toAdapterFlags(toPrometheusAdapterSpec({ prometheusUrl, ...args }, "metrics"));
}

describe("toAdapterFlags", () => {
  it("serves a certificate, and asks Prometheus with requests of any length", () => {
    expect(toFlags({})).toEqual([
      "--secure-port=6443",
      "--tls-cert-file=/etc/adapter/certificate/tls.crt",
      "--tls-private-key-file=/etc/adapter/certificate/tls.key",
      "--config=/etc/adapter/config/config.yaml",
      "--prometheus-url=https://prometheus.monitoring.svc:9090",
      "--prometheus-verb=POST",
      "--metrics-relist-interval=30s",
      "--metrics-max-age=300s",
      "--client-qps=100",
      "--client-burst=200",
      "--v=2",
    ]);
  });

  it("has a pod make a certificate where nobody asks for one that is known", () => {
    const flags = toFlags({ tls: { insecureSkipTlsVerify: true } });
    expect(flags).toContain("--cert-dir=/tmp/certificate");
    expect(flags.filter((flag) => String(flag).startsWith("--tls-"))).toEqual([]);
  });

  it.each<[string, PrometheusAdapterArgs["prometheusAuth"], string[]]>([
    ["its own token", { serviceAccountToken: true }, ["--prometheus-auth-incluster=true"]],
    [
      "what is in a Secret",
      { secretName: "prometheus", caKey: "ca.crt", tokenKey: "token" },
      [
        "--prometheus-ca-file=/etc/adapter/prometheus/ca.crt",
        "--prometheus-token-file=/etc/adapter/prometheus/token",
      ],
    ],
  ])("shows %s to Prometheus", (_, prometheusAuth, expected) => {
    const defaults = toFlags({});
    expect(toFlags({ prometheusAuth }).filter((flag) => !defaults.includes(flag))).toEqual(
      expected,
    );
  });

  it("waits for what is known later, and for nothing else", async () => {
    const flags = toFlags({ securePort: pulumi.output(10250) });
    const [port] = flags as [pulumi.Output<string>];
    expect(await new Promise((resolve) => port.apply(resolve))).toBe("--secure-port=10250");
    expect(flags.slice(1).every((flag) => typeof flag === "string")).toBe(true);
  });
});
