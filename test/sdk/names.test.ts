import { SettingsError } from "@berth/contract";
import * as pulumi from "@pulumi/pulumi";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isAgentName, MAX_AGENT_NAME_LENGTH } from "../../sdk/src/agent/agent-name.ts";
import { isDnsLabel } from "../../sdk/src/kubernetes-syntax.ts";
import {
  toAgentLogicalNames,
  toAgentNames,
  toCardUrl,
  toExternalUrl,
  toExtraLogicalName,
  toKedaAutoscalerName,
  toPeers,
  toDiscoveryLogicalNames,
  toDiscoveryName,
  toPodDeletionCostName,
  toServiceUrl,
  toSiblingsHost,
} from "../../sdk/src/names.ts";

// These names are in the clusters and states of users: a test that has to be edited here is a change
// that deletes what they have and makes it anew.

describe("toAgentNames", () => {
  it("calls the objects after the agent, and the card after its content too", () => {
    expect(toAgentNames("research", "0123abcd")).toEqual({
      serviceAccount: "research",
      configMap: "research-card-0123abcd",
      secret: "research-secrets",
      role: "research",
      roleBinding: "research",
      deployment: "research",
      service: "research",
      siblingsService: "research-siblings",
      horizontalPodAutoscaler: "research",
      scaledObject: "research",
      podDisruptionBudget: "research",
      networkPolicy: "research",
      podMonitor: "research",
      httpRoute: "research",
      ingress: "research",
    });
  });

  it("makes DNS labels of every name that an agent may have, to its full length", () => {
    const letters = fc.stringMatching(/^[a-z]([-a-z0-9]{0,47}[a-z0-9])?$/);
    fc.assert(
      fc.property(letters, (agent) => {
        fc.pre(isAgentName(agent));
        for (const name of Object.values(toAgentNames(agent, "0123abcd"))) {
          expect(name).toSatisfy(isDnsLabel);
        }
      }),
    );
    const longest = "x".repeat(MAX_AGENT_NAME_LENGTH);
    const { configMap } = toAgentNames(longest, "0123abcd");
    expect([isAgentName(longest), isAgentName(`${longest}x`)]).toEqual([true, false]);
    expect([isDnsLabel(configMap), isDnsLabel(`${configMap}x`)]).toEqual([true, false]);
  });
});

describe("toAgentLogicalNames", () => {
  it("calls the children after the component, and the card after its content too", () => {
    expect(toAgentLogicalNames("my research", "0123abcd")).toEqual({
      serviceAccount: "my research-service-account",
      configMap: "my research-card-0123abcd",
      secret: "my research-secrets",
      podDeletionCostPolicy: "my research-pod-deletion-cost-policy",
      podDeletionCostBinding: "my research-pod-deletion-cost-binding",
      role: "my research-role",
      roleBinding: "my research-role-binding",
      deployment: "my research-deployment",
      service: "my research-service",
      siblingsService: "my research-siblings-service",
      horizontalPodAutoscaler: "my research-horizontal-pod-autoscaler",
      scaledObject: "my research-scaled-object",
      podDisruptionBudget: "my research-pod-disruption-budget",
      networkPolicy: "my research-network-policy",
      podMonitor: "my research-pod-monitor",
      httpRoute: "my research-http-route",
      ingress: "my research-ingress",
    });
  });
});

describe("toKedaAutoscalerName", () => {
  it("is not that of the agent's own scaler, which is still there when KEDA takes over", () => {
    expect(toKedaAutoscalerName("research")).toBe("research-keda");
  });

  it("makes a name of every agent that fits a label, as KEDA wants it", () => {
    expect(toKedaAutoscalerName("x".repeat(MAX_AGENT_NAME_LENGTH))).toSatisfy(isDnsLabel);
  });
});

describe("toPodDeletionCostName", () => {
  const parts = { namespace: "agents", agent: "research" };

  it.each([
    ["prod", "agents.research.prod.pod-deletion-cost"],
    [undefined, "agents.research.pod-deletion-cost"],
  ])("tells agents of the cluster apart, in the stack %s", (stack, name) => {
    expect(toPodDeletionCostName({ ...parts, stack })).toBe(name);
  });

  it("refuses a stack that is no part of a name, also while the namespace is not known", () => {
    const namespace = pulumi.output("agents");
    expect(() => toPodDeletionCostName({ ...parts, namespace, stack: "Team_A" })).toThrow(
      new SettingsError([
        {
          propertyPath: "scaling.idlestPodFirst",
          reason:
            "'scaling.idlestPodFirst' makes an object of the cluster, whose name has that of the " +
            "stack: 'research.Team_A.pod-deletion-cost' must be 1 to 253 lower-case letters, digits, " +
            "hyphens and dots, with a letter or digit at both ends of each part. Give the stack such " +
            "a name, or leave it out.",
        },
      ]),
    );
  });
});

describe("toDiscoveryName", () => {
  const parts = { namespace: "agents", agent: "research" };

  it.each([
    ["prod", "agents.research.prod.discovery"],
    [undefined, "agents.research.discovery"],
  ])("tells agents of the cluster apart, in the stack %s", (stack, name) => {
    expect(toDiscoveryName({ ...parts, stack })).toBe(name);
  });

  it("refuses a stack that is no part of a name, by the arg that needs it", () => {
    expect(() => toDiscoveryName({ ...parts, stack: "Team_A" })).toThrow(
      "'discovery' makes an object of the cluster, whose name has that of the stack: " +
        "'research.Team_A.discovery' must be",
    );
  });
});

describe("toDiscoveryLogicalNames", () => {
  it("calls them after the namespace, where they are of one", () => {
    expect(toDiscoveryLogicalNames("research", "tools")).toEqual({
      role: "research-discovery-role-tools",
      roleBinding: "research-discovery-role-binding-tools",
    });
    expect(toDiscoveryLogicalNames("research", undefined)).toEqual({
      role: "research-discovery-cluster-role",
      roleBinding: "research-discovery-cluster-role-binding",
    });
  });
});

describe("toExtraLogicalName", () => {
  it.each([
    [{ name: "limits" }, "research-extra-LimitRange-limits"],
    [{ name: "limits", namespace: "team-a" }, "research-extra-LimitRange-team-a-limits"],
  ])("calls %j after its kind and its place", (metadata, name) => {
    const manifest = { apiVersion: "v1", kind: "LimitRange", metadata };
    expect(toExtraLogicalName("research", manifest)).toBe(name);
  });
});

describe("toExternalUrl", () => {
  it.each([
    [true, "https://research.example.com"],
    [false, "http://research.example.com"],
  ])("is the host, with https where tls is %s", (tls, url) => {
    expect(toExternalUrl({ hostname: "research.example.com", tls })).toBe(url);
  });
});

describe("toSiblingsHost", () => {
  it("is the name of the headless Service in the DNS of the cluster", () => {
    expect(toSiblingsHost("research-siblings", "agents")).toBe(
      "research-siblings.agents.svc.cluster.local",
    );
  });
});

describe("toServiceUrl", () => {
  it("is the name of the Service in the DNS of the cluster, with the port of every agent", () => {
    expect(toServiceUrl("research", "agents")).toBe(
      "http://research.agents.svc.cluster.local:8000",
    );
  });
});

describe("toCardUrl", () => {
  it("is the well-known path under the root of the agent", () => {
    expect(toCardUrl("http://research.agents.svc.cluster.local:8000")).toBe(
      "http://research.agents.svc.cluster.local:8000/.well-known/agent-card.json",
    );
  });
});

describe("toPeers", () => {
  it("finds a peer by its URL, or else in its namespace, or else in the caller's, and its token by its name", () => {
    const peers = [
      { name: "a", namespace: "other", url: "https://a.example.com/agent" },
      { name: "b", namespace: "other" },
      { name: "c", audience: "https://c.example.com" },
    ];
    expect(toPeers(peers, "agents")).toEqual([
      { name: "a", url: "https://a.example.com/agent" },
      { name: "b", url: "http://b.other.svc.cluster.local:8000" },
      {
        name: "c",
        url: "http://c.agents.svc.cluster.local:8000",
        tokenFile: "/var/run/a2a/tokens/c",
      },
    ]);
  });
});
