import type { AgentNamespaceArgs } from "@berth/berth";
import { SettingsError, type SettingsIssue } from "@berth/contract";
import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { toAgentNamespaceSpec } from "../../../sdk/src/agent-namespace/spec.ts";

function catchIssues(args: AgentNamespaceArgs): readonly SettingsIssue[] {
  try {
    toAgentNamespaceSpec(args);
    return [];
  } catch (error) {
    if (error instanceof SettingsError) {
      return error.issues;
    }
    throw error;
  }
}

describe("toAgentNamespaceSpec", () => {
  it("needs nothing", () => {
    expect(toAgentNamespaceSpec({})).toEqual({ labels: {}, defaultDeny: "Ingress" });
  });

  it("passes an Output and a Promise on untouched", () => {
    const labels = { team: pulumi.output("search"), cost: Promise.resolve("low") };
    const spec = toAgentNamespaceSpec({ labels });
    expect(spec.labels.team).toBe(labels.team);
    expect(spec.labels.cost).toBe(labels.cost);
  });

  it("names every broken rule at once, with property, value and rule", () => {
    const args = {
      name: "My Agents",
      labels: {
        "team/of/three": "a",
        team: "a b",
        "pod-security.kubernetes.io/enforce": "privileged",
      },
      defaultDeny: "Egress",
      quota: { pods: 0, requestsCpu: "much" },
    };
    expect(catchIssues(args as AgentNamespaceArgs)).toMatchInlineSnapshot(`
      [
        {
          "propertyPath": "name",
          "reason": "'name' (My Agents) must be 1 to 63 lower-case letters, digits and hyphens, with a letter or digit at both ends.",
        },
        {
          "propertyPath": "labels["team/of/three"]",
          "reason": "'labels["team/of/three"]' must be a label name of at most 63 letters, digits, '-', '_' and '.', optionally after a DNS name and a slash.",
        },
        {
          "propertyPath": "labels.team",
          "reason": "'labels.team' (a b) must be empty or at most 63 letters, digits, '-', '_' and '.', with a letter or digit at both ends.",
        },
        {
          "propertyPath": "labels["pod-security.kubernetes.io/enforce"]",
          "reason": "'labels["pod-security.kubernetes.io/enforce"]' must not be set: an AgentNamespace is always 'restricted'. Use a Namespace of your own for pods that need more.",
        },
        {
          "propertyPath": "defaultDeny",
          "reason": "'defaultDeny' (Egress) must be one of None, Ingress, All.",
        },
        {
          "propertyPath": "quota.pods",
          "reason": "'quota.pods' (0) must be a whole number, at least 1.",
        },
        {
          "propertyPath": "quota.requestsCpu",
          "reason": "'quota.requestsCpu' (much) must be a quantity, such as '250m' or '512Mi'.",
        },
      ]
    `);
  });

  it.each([
    [{ quota: {} }, "'quota' must have at least one member. Leave it out for no limit."],
    [{ limits: 5 }, "'limits' is not a known property. Remove it."],
  ])("tells what is wrong with %j", (args, reason) => {
    expect(catchIssues(args as AgentNamespaceArgs).map((issue) => issue.reason)).toEqual([reason]);
  });

  it.each([
    ["name", { name: pulumi.output("agents") }],
    ["labels", { labels: pulumi.output({ team: "search" }) }],
    ["labels", { labels: Promise.resolve({ team: "search" }) }],
  ])("refuses '%s' that is known too late, whatever it will be", (propertyPath, args) => {
    expect(catchIssues(args as unknown as AgentNamespaceArgs)).toEqual([
      {
        propertyPath,
        reason: `'${propertyPath}' must be plain: an Output is known too late to decide what is made.`,
      },
    ]);
  });
});
