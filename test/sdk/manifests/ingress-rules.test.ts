import { AgentRuntimeMode } from "@berth/berth";
import { describe, expect, it } from "vitest";
import { AgentCallers } from "../../../sdk/src/agent/network-args.ts";
import {
  buildIngressRules,
  type IngressRuleFacts,
} from "../../../sdk/src/manifests/ingress-rules.ts";
import { networkPolicyFacts, selectorLabels } from "./agent-facts.ts";
import { a2a, declared, finding, fromPrometheus, toTcp } from "./network-rules.ts";

const { network } = networkPolicyFacts;

function build(facts: Partial<IngressRuleFacts>): unknown[] {
  return buildIngressRules({ ...networkPolicyFacts, ...facts });
}

function buildCallers(facts: Partial<IngressRuleFacts["network"]>): unknown {
  return build({ network: { ...network, ...facts } })[0];
}

describe("buildIngressRules: who reaches an agent", () => {
  it("is only who declares it or finds agents, and its own replicas, with callers Peers", () => {
    expect(buildCallers({ callers: AgentCallers.Peers })).toStrictEqual({
      from: [
        { podSelector: declared },
        { podSelector: finding },
        { podSelector: { matchLabels: selectorLabels } },
        { namespaceSelector: {}, podSelector: declared },
        { namespaceSelector: {}, podSelector: finding },
      ],
      ports: [a2a],
    });
  });

  it("is no replica of an agent without a runtime, which do not know each other", () => {
    const facts = {
      mode: AgentRuntimeMode.None,
      network: { ...network, callers: AgentCallers.Peers },
    };
    expect(build(facts)).toStrictEqual([
      {
        from: [
          { podSelector: declared },
          { podSelector: finding },
          { namespaceSelector: {}, podSelector: declared },
          { namespaceSelector: {}, podSelector: finding },
        ],
        ports: [a2a],
      },
    ]);
  });

  it("is who declares it in the given namespaces, and in no other one with an empty list", () => {
    const namespaceSelector = {
      matchExpressions: [
        { key: "kubernetes.io/metadata.name", operator: "In", values: ["portal", "batch"] },
      ],
    };
    expect(buildCallers({ callerNamespaces: ["portal", "batch"] })).toStrictEqual({
      from: [
        { podSelector: {} },
        { namespaceSelector, podSelector: declared },
        { namespaceSelector, podSelector: finding },
      ],
      ports: [a2a],
    });
    expect(buildCallers({ callerNamespaces: [] })).toStrictEqual({
      from: [{ podSelector: {} }],
      ports: [a2a],
    });
  });

  it("is nobody who finds it, where none of them is wanted", () => {
    const callers = AgentCallers.Peers;
    expect(buildCallers({ callers, discovery: false })).toStrictEqual({
      from: [
        { podSelector: declared },
        { podSelector: { matchLabels: selectorLabels } },
        { namespaceSelector: {}, podSelector: declared },
      ],
      ports: [a2a],
    });
  });

  it("is who was allowed besides, and who hands calls over from outside, namespace and labels in one", () => {
    const allowFrom = [
      { namespace: "portal", podLabels: { app: "web" } },
      { podLabels: { app: "cron" } },
    ];
    const facts = {
      network: { ...network, allowFrom },
      exposure: { from: [{ namespace: "gateways" }, {}, { cidr: "10.9.0.0/16" }] },
    };
    expect(build(facts)[0]).toStrictEqual({
      from: [
        { podSelector: {} },
        { namespaceSelector: {}, podSelector: declared },
        { namespaceSelector: {}, podSelector: finding },
        {
          namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "portal" } },
          podSelector: { matchLabels: { app: "web" } },
        },
        { podSelector: { matchLabels: { app: "cron" } } },
        { namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "gateways" } } },
        { podSelector: {} },
        { ipBlock: { cidr: "10.9.0.0/16" } },
      ],
      ports: [a2a],
    });
  });

  it("is the given Prometheus for metrics", () => {
    const prometheus = { namespace: "monitoring", podLabels: { app: "prometheus" } };
    expect(build({ monitoring: { prometheus } })[1]).toStrictEqual({
      from: [
        {
          namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "monitoring" } },
          podSelector: { matchLabels: { app: "prometheus" } },
        },
      ],
      ports: [{ protocol: "TCP", port: "metrics" }],
    });
  });

  it("is about the numbers of a sidecar's ports, and neither the agent's port nor that of the kubelet", () => {
    const mode = AgentRuntimeMode.Sidecar;
    const [callers, prometheus] = build({});
    expect(build({ mode })).toStrictEqual([
      { ...(callers as object), ports: [toTcp(8080)] },
      { ...(prometheus as object), ports: [toTcp(9464)] },
    ]);
    const peers = { ...network, callers: AgentCallers.Peers };
    expect(build({ mode, network: peers })[0]).toStrictEqual({
      from: [
        { podSelector: declared },
        { podSelector: finding },
        { podSelector: { matchLabels: selectorLabels } },
        { namespaceSelector: {}, podSelector: declared },
        { namespaceSelector: {}, podSelector: finding },
      ],
      ports: [toTcp(8080)],
    });
  });

  it("is Prometheus for metrics without a runtime, too, where the image serves any", () => {
    const mode = AgentRuntimeMode.None;
    expect(build({ mode, monitoring: { port: 9090 } }).slice(1)).toStrictEqual([fromPrometheus]);
    expect(build({ mode })).toHaveLength(1);
  });
});
