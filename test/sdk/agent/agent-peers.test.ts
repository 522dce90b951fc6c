import { Agent } from "@berth/berth";
import { parsePeers } from "@berth/contract";
import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { recordResources } from "../record-resources.ts";
import { args, recordAgent } from "./record-agent.ts";

/** The parts of a Deployment that tokens are in. */
interface PodInputs {
  spec: {
    template: {
      spec: {
        containers: [{ env: { name: string; value?: string }[]; volumeMounts: object[] }];
        volumes: object[];
      };
    };
  };
}

describe("the peers of an Agent", () => {
  it("are told to its pods, which carry a label that lets each of them in", async () => {
    const { find, template } = await recordAgent({
      ...args,
      peers: [
        pulumi.output({ name: "data-analysis", namespace: "analysis" }),
        { name: pulumi.output("code-review") },
        { name: "weather", url: Promise.resolve("https://weather.example.com/agent") },
      ],
    });
    expect(parsePeers(find("A2A_PEERS")?.value ?? "")).toEqual([
      { name: "data-analysis", url: "http://data-analysis.analysis.svc.cluster.local:8000" },
      { name: "code-review", url: "http://code-review.agents.svc.cluster.local:8000" },
      { name: "weather", url: "https://weather.example.com/agent" },
    ]);
    expect(template.metadata.labels).toEqual({
      "app.kubernetes.io/name": "research",
      "app.kubernetes.io/component": "agent",
      "app.kubernetes.io/version": "1.4.0",
      "app.kubernetes.io/managed-by": "berth",
      app: "research",
      protocol: "a2a",
      "can-call.berth.dev/data-analysis": "true",
      "can-call.berth.dev/code-review": "true",
      "can-call.berth.dev/weather": "true",
    });
  });

  it("are none, and no variable, when nobody is named", async () => {
    const { find, template } = await recordAgent(args);
    expect(find("A2A_PEERS")).toBeUndefined();
    expect(Object.keys(template.metadata.labels).join()).not.toContain("can-call");
  });

  it("have a token mounted where they ask who calls, as their output says, also from another stack", async () => {
    const { resources } = await recordResources(
      () => {
        const analysis = new Agent("analysis", {
          ...args,
          auth: { serviceAccountTokens: { audiences: ["analysis", "former-analysis"] } },
        });
        const others = new pulumi.StackReference("org/billing/prod");
        new Agent("research", {
          ...args,
          namespace: "portal",
          peers: [analysis.peer, others.requireOutput("peer"), { name: "plain" }],
          overrides: {
            deployment: {
              spec: { template: { spec: { volumes: [{ name: "data", emptyDir: {} }] } } },
            },
          },
        });
      },
      {
        stackOutputs: {
          peer: {
            name: "billing",
            namespace: "finance",
            url: "http://billing.finance.svc.cluster.local:8000",
            audience: "https://billing.example.com",
            since: "a later version",
          },
        },
      },
    );
    const { inputs } = resources.find(({ name }) => name === "research-deployment") ?? {};
    const { containers, volumes } = (inputs as unknown as PodInputs).spec.template.spec;
    const { value = "" } = containers[0].env.find(({ name }) => name === "A2A_PEERS") ?? {};
    expect(parsePeers(value)).toEqual([
      {
        name: "analysis",
        url: "http://analysis.agents.svc.cluster.local:8000",
        tokenFile: "/var/run/a2a/tokens/analysis",
      },
      {
        name: "billing",
        url: "http://billing.finance.svc.cluster.local:8000",
        tokenFile: "/var/run/a2a/tokens/billing",
      },
      { name: "plain", url: "http://plain.portal.svc.cluster.local:8000" },
    ]);
    const toSource = (path: string, audience: string) => ({
      serviceAccountToken: { audience, expirationSeconds: 3600, path },
    });
    expect(volumes).toEqual([
      expect.objectContaining({ name: "card" }),
      {
        name: "peer-tokens",
        projected: {
          sources: [
            toSource("analysis", "analysis"),
            toSource("billing", "https://billing.example.com"),
          ],
        },
      },
      expect.objectContaining({ name: "tmp" }),
      { name: "data", emptyDir: {} },
    ]);
    expect(containers[0].volumeMounts).toContainEqual({
      name: "peer-tokens",
      mountPath: "/var/run/a2a/tokens",
      readOnly: true,
    });
    const policy = resources.find(({ name }) => name === "research-network-policy")?.inputs;
    expect(JSON.stringify(policy)).toContain('"kubernetes.io/metadata.name":"finance"');
  });

  it("have none mounted where an output tells of no audience", async () => {
    const { template } = await recordAgent({
      ...args,
      peers: [pulumi.output({ name: "analysis", namespace: "agents" })],
    });
    expect(JSON.stringify(template)).not.toContain("token");
    expect(JSON.stringify(template)).toContain('"volumeMounts":[{');
  });

  it("may be other Agents, in a circle too: nobody waits until the other one answers", async () => {
    const { resources, registrations } = await recordResources(() => {
      const analysis = new Agent("analysis", { ...args, peers: [{ name: "research" }] });
      const research = new Agent("research", { ...args, peers: [analysis.peer] });
      return [analysis.url, research.url];
    });
    expect(resources).toHaveLength(16);
    const { dependencies } = registrations.find(({ name }) => name === "research-deployment") ?? {};
    expect(dependencies).toEqual([
      "analysis-service-account",
      expect.stringMatching(/^research-card-/),
      "research-network-policy",
      "research-service-account",
    ]);
  });
});
