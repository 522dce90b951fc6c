import { AgentRuntimeMode } from "@berth/berth";
import { describe, expect, it } from "vitest";
import { buildNetworkPolicy } from "../../../sdk/src/manifests/network-policy.ts";
import { networkPolicyFacts, objectFacts, selectorLabels } from "./agent-facts.ts";
import {
  a2a,
  declared,
  finding,
  fromPrometheus,
  toDns,
  toInternet,
  toSiblings,
} from "./network-rules.ts";

describe("buildNetworkPolicy", () => {
  it("admits the namespace and declared callers, and lets out to DNS, replicas and the internet", () => {
    expect(buildNetworkPolicy(networkPolicyFacts)).toStrictEqual({
      apiVersion: "networking.k8s.io/v1",
      kind: "NetworkPolicy",
      metadata: objectFacts,
      spec: {
        podSelector: { matchLabels: selectorLabels },
        policyTypes: ["Ingress", "Egress"],
        ingress: [
          {
            from: [
              { podSelector: {} },
              { namespaceSelector: {}, podSelector: declared },
              { namespaceSelector: {}, podSelector: finding },
            ],
            ports: [a2a],
          },
          fromPrometheus,
        ],
        egress: [...toDns, toSiblings, toInternet],
      },
    });
  });

  it("has no rule about the port of the kubelet, whatever is asked for", () => {
    const text = JSON.stringify(
      buildNetworkPolicy({ ...networkPolicyFacts, hasToken: true, peers: [{ name: "analysis" }] }),
    );
    expect(text).toContain('"metrics"');
    expect(text).not.toContain("admin");
  });

  it("has no rule about the port of an agent behind a sidecar, nor about that of the kubelet there", () => {
    const mode = AgentRuntimeMode.Sidecar;
    const facts = { ...networkPolicyFacts, mode, hasToken: true, peers: [{ name: "analysis" }] };
    const text = JSON.stringify(buildNetworkPolicy(facts));
    expect(text).toContain('"port":8080');
    expect(text).not.toMatch(/"port":(8000|9465|"admin"|"agent")/);
  });
});
