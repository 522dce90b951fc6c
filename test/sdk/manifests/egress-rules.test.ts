import { AgentRuntimeMode } from "@berth/berth";
import { describe, expect, it } from "vitest";
import { buildEgressRules, type EgressRuleFacts } from "../../../sdk/src/manifests/egress-rules.ts";
import { networkPolicyFacts, selectorLabels } from "./agent-facts.ts";
import { a2a, toDns, toInternet, toSiblings, toTcp } from "./network-rules.ts";

const { network } = networkPolicyFacts;

function build(facts: Partial<EgressRuleFacts>): unknown[] {
  return buildEgressRules({ ...networkPolicyFacts, ...facts });
}

describe("buildEgressRules: whom an agent reaches", () => {
  it("is its peers, each in its namespace, with a sidecar or without: nobody knows that here", () => {
    const peers = [{ name: "analysis", namespace: "data" }, { name: "writer" }];
    expect(build({ peers })).toStrictEqual([
      ...toDns,
      {
        to: [
          { podSelector: { matchLabels: selectorLabels } },
          {
            namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "data" } },
            podSelector: {
              matchLabels: {
                "app.kubernetes.io/name": "analysis",
                "app.kubernetes.io/component": "agent",
              },
            },
          },
          {
            podSelector: {
              matchLabels: {
                "app.kubernetes.io/name": "writer",
                "app.kubernetes.io/component": "agent",
              },
            },
          },
        ],
        ports: [a2a, toTcp(8080)],
      },
      toInternet,
    ]);
  });

  it("is every agent that it finds, besides its peers, and the same of an image without a runtime", () => {
    const facts = {
      peers: [{ name: "writer" }],
      discovery: { allNamespaces: false, namespaces: ["tools"] },
    };
    const writer = {
      podSelector: {
        matchLabels: {
          "app.kubernetes.io/name": "writer",
          "app.kubernetes.io/component": "agent",
        },
      },
    };
    const found = {
      namespaceSelector: {
        matchExpressions: [
          { key: "kubernetes.io/metadata.name", operator: "In", values: ["tools"] },
        ],
      },
      podSelector: { matchLabels: { protocol: "a2a" } },
    };
    const ports = [a2a, toTcp(8080)];
    expect(build(facts)).toStrictEqual([
      ...toDns,
      { to: [...toSiblings.to, writer, found], ports },
      toInternet,
    ]);
    const mode = AgentRuntimeMode.None;
    expect(build({ ...facts, peers: [], mode })).toStrictEqual([
      ...toDns,
      { to: [found], ports },
      toInternet,
    ]);
  });

  it("is its other sidecars by the number of their port, and no peer where it has none", () => {
    const mode = AgentRuntimeMode.Sidecar;
    expect(build({ mode })).toStrictEqual([
      ...toDns,
      { ...toSiblings, ports: [toTcp(8080)] },
      toInternet,
    ]);
  });

  it("is nobody but DNS without peers, a runtime and the internet: no list is empty, which is everybody", () => {
    const facts = { mode: AgentRuntimeMode.None, network: { ...network, internet: false } };
    expect(build(facts)).toStrictEqual(toDns);
  });

  it("is every place that was allowed, on the given ports or on all of them", () => {
    const allowTo = [
      { cidr: "10.1.2.0/24", ports: [5432, 6432] },
      { namespace: "observability", podLabels: { app: "collector" }, ports: [4318] },
      { namespace: "proxy" },
      { podLabels: { app: "cache" }, ports: [] },
    ];
    expect(build({ network: { ...network, allowTo, internet: false } })).toStrictEqual([
      ...toDns,
      toSiblings,
      {
        to: [{ ipBlock: { cidr: "10.1.2.0/24" } }],
        ports: [
          { protocol: "TCP", port: 5432 },
          { protocol: "TCP", port: 6432 },
        ],
      },
      {
        to: [
          {
            namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "observability" } },
            podSelector: { matchLabels: { app: "collector" } },
          },
        ],
        ports: [{ protocol: "TCP", port: 4318 }],
      },
      { to: [{ namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "proxy" } } }] },
      { to: [{ podSelector: { matchLabels: { app: "cache" } } }] },
    ]);
  });

  it("is the API server with a token for it, wherever it is, and never a metadata address", () => {
    expect(build({ hasToken: true })).toStrictEqual([
      ...toDns,
      toSiblings,
      toInternet,
      {
        to: [
          { ipBlock: { cidr: "0.0.0.0/0", except: ["169.254.0.0/16"] } },
          { ipBlock: { cidr: "::/0", except: ["fe80::/10"] } },
        ],
        ports: [443, 6443, 8443, 16443].map(toTcp),
      },
    ]);
  });
});
