import { describe, expect, it } from "vitest";
import {
  buildPrometheusNetworkPolicy,
  type PrometheusNetworkPolicyFacts,
} from "../../../../sdk/src/manifests/prometheus/network-policy.ts";
import { toDns, toTcp } from "../network-rules.ts";
import { objectFacts, selectorLabels } from "./prometheus-facts.ts";

const facts: PrometheusNetworkPolicyFacts = {
  ...objectFacts,
  selectorLabels,
  adapterLabels: undefined,
  kedaNamespace: undefined,
  allowFrom: [],
  allowTo: [],
  alertmanager: undefined,
};

const toAgents = {
  to: [{ namespaceSelector: {}, podSelector: { matchLabels: { protocol: "a2a" } } }],
  ports: [{ protocol: "TCP", port: "metrics" }, toTcp(9464)],
};

const toApiServer = {
  to: [
    { ipBlock: { cidr: "0.0.0.0/0", except: ["169.254.0.0/16"] } },
    { ipBlock: { cidr: "::/0", except: ["fe80::/10"] } },
  ],
  ports: [443, 6443, 8443, 16443].map(toTcp),
};

const keda = {
  namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "keda" } },
  podSelector: { matchLabels: { app: "keda-operator" } },
};

const http = [{ protocol: "TCP", port: "http" }];

describe("buildPrometheusNetworkPolicy", () => {
  it("lets nobody ask, and opens the ways to agents' metrics, DNS and the API server", () => {
    expect(buildPrometheusNetworkPolicy(facts)).toStrictEqual({
      apiVersion: "networking.k8s.io/v1",
      kind: "NetworkPolicy",
      metadata: objectFacts,
      spec: {
        podSelector: { matchLabels: selectorLabels },
        policyTypes: ["Ingress", "Egress"],
        ingress: [],
        egress: [...toDns, toAgents, toApiServer],
      },
    });
  });

  it("lets the adapter of the same namespace ask", () => {
    const adapterLabels = { "app.kubernetes.io/name": "prometheus-adapter" };
    const policy = buildPrometheusNetworkPolicy({ ...facts, adapterLabels });
    expect(policy.spec).toMatchObject({
      ingress: [{ from: [{ podSelector: { matchLabels: adapterLabels } }], ports: http }],
      egress: [...toDns, toAgents, toApiServer],
    });
  });

  it("lets KEDA's operator ask, and looks at its metrics", () => {
    const policy = buildPrometheusNetworkPolicy({ ...facts, kedaNamespace: "keda" });
    expect(policy.spec).toMatchObject({
      ingress: [{ from: [keda], ports: http }],
      egress: [
        ...toDns,
        toAgents,
        { to: [keda], ports: [{ protocol: "TCP", port: 8080 }] },
        toApiServer,
      ],
    });
  });

  it("lets those ask that are named", () => {
    const allowFrom = [{ namespace: "grafana" }, { cidr: "10.1.2.0/24" }];
    const policy = buildPrometheusNetworkPolicy({ ...facts, allowFrom });
    expect(policy.spec).toMatchObject({
      ingress: [
        {
          from: [
            { namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "grafana" } } },
            { ipBlock: { cidr: "10.1.2.0/24" } },
          ],
          ports: http,
        },
      ],
    });
  });

  it("opens the way to further places, such as an API server on a port of its own", () => {
    const allowTo = [{ cidr: "10.1.2.3/32", ports: [7443] }, { namespace: "gateways" }];
    const policy = buildPrometheusNetworkPolicy({ ...facts, allowTo });
    expect(policy.spec).toMatchObject({
      egress: [
        ...toDns,
        toAgents,
        { to: [{ ipBlock: { cidr: "10.1.2.3/32" } }], ports: [toTcp(7443)] },
        {
          to: [
            { namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "gateways" } } },
          ],
        },
        toApiServer,
      ],
    });
  });

  it.each([
    [
      "of any namespace, by its label and its port",
      undefined,
      {
        to: [
          {
            namespaceSelector: {},
            podSelector: { matchLabels: { "app.kubernetes.io/name": "alertmanager" } },
          },
        ],
        ports: [{ protocol: "TCP", port: 9093 }],
      },
    ],
    [
      "that is named, whatever its port",
      { cidr: "10.1.2.3/32" },
      { to: [{ ipBlock: { cidr: "10.1.2.3/32" } }] },
    ],
  ])("opens the way to an Alertmanager %s", (_, peer, rule) => {
    const policy = buildPrometheusNetworkPolicy({ ...facts, alertmanager: { peer } });
    expect(policy.spec).toMatchObject({ egress: [...toDns, toAgents, rule, toApiServer] });
  });
});
