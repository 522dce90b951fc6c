import { describe, expect, it } from "vitest";
import { buildDnsRules } from "../../../../sdk/src/manifests/dns-rules.ts";
import { buildRoutedPeers } from "../../../../sdk/src/manifests/network-peers.ts";
import { buildAdapterNetworkPolicy } from "../../../../sdk/src/manifests/prometheus-adapter/network-policy.ts";
import { toTcp } from "../network-rules.ts";
import { objectFacts, selectorLabels } from "./adapter-facts.ts";

const apiServer = { to: buildRoutedPeers(), ports: [443, 6443, 8443, 16443].map(toTcp) };

describe("buildAdapterNetworkPolicy", () => {
  it("opens the one port to everybody, and the way to DNS, any Prometheus and the API server", () => {
    const policy = buildAdapterNetworkPolicy({
      ...objectFacts,
      selectorLabels,
      network: { allowTo: [] },
    });
    expect(policy).toStrictEqual({
      apiVersion: "networking.k8s.io/v1",
      kind: "NetworkPolicy",
      metadata: objectFacts,
      spec: {
        podSelector: { matchLabels: selectorLabels },
        policyTypes: ["Ingress", "Egress"],
        ingress: [{ ports: [{ protocol: "TCP", port: "https" }] }],
        egress: [
          {
            to: [
              {
                namespaceSelector: {},
                podSelector: { matchLabels: { "app.kubernetes.io/name": "prometheus" } },
              },
            ],
          },
          ...buildDnsRules(),
          apiServer,
        ],
      },
    });
  });

  it("opens the way to the named Prometheus alone, and to further places", () => {
    const policy = buildAdapterNetworkPolicy({
      ...objectFacts,
      selectorLabels,
      network: {
        prometheus: { cidr: "10.1.2.3/32" },
        allowTo: [{ cidr: "10.4.0.0/16", ports: [7443] }],
      },
    });
    expect(policy).toMatchObject({
      spec: {
        egress: [
          ...buildDnsRules(),
          { to: [{ ipBlock: { cidr: "10.1.2.3/32" } }] },
          { to: [{ ipBlock: { cidr: "10.4.0.0/16" } }], ports: [toTcp(7443)] },
          apiServer,
        ],
      },
    });
  });
});
