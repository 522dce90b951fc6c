import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { type AgentNamespaceArgs } from "@berth/berth";
import { toAgentNamespaceSpec } from "../../../sdk/src/agent-namespace/spec.ts";

function catchErrors(args: AgentNamespaceArgs): pulumi.InputPropertiesError {
  try {
    toAgentNamespaceSpec(args);
  } catch (error) {
    if (pulumi.InputPropertiesError.isInstance(error)) {
      return error;
    }
    throw error;
  }
  throw new Error("The args were accepted.");
}

describe("toAgentNamespaceSpec", () => {
  it("needs nothing", () => {
    expect(toAgentNamespaceSpec({})).toEqual({ labels: {} });
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
      quota: 5,
    };
    expect(catchErrors(args).errors).toMatchInlineSnapshot(`
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
          "propertyPath": "quota",
          "reason": "'quota' is not a known property. Remove it.",
        },
      ]
    `);
  });

  it("tells the reasons in its message too, for programs that never pass the engine", () => {
    expect(catchErrors({ name: "A" }).message).toMatchInlineSnapshot(`
      "The args of AgentNamespace are not valid:
        'name' (A) must be 1 to 63 lower-case letters, digits and hyphens, with a letter or digit at both ends."
    `);
  });
});
