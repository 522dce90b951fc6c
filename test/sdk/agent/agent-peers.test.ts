import { Agent } from "@berth/berth";
import { parsePeers } from "@berth/contract";
import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { recordResources } from "../record-resources.ts";
import { args, recordAgent } from "./record-agent.ts";

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
