import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { AgentPlatform } from "../../../sdk/src/agent-platform/agent-platform.ts";
import type { AgentPlatformArgs } from "../../../sdk/src/agent-platform/args.ts";
import { collectRejections } from "../collect-rejections.ts";
import { recordResources } from "../record-resources.ts";

describe("what is wrong with a platform", () => {
  it("is told before anything is made, not even the platform", async () => {
    const { resources } = await recordResources(() => {
      expect(() => new AgentPlatform("platform", { prometheus: {} })).toThrow(
        "The args of AgentPlatform 'platform' are not valid:\n" +
          "  'prometheus' must have exactly one of 'install', 'url' and 'operator'.",
      );
    });
    expect(resources).toEqual([]);
  });

  it("is a stack that cannot be in the name of a namespace, until one is given", async () => {
    const options = { stack: "My_Stack" };
    const make = (args: Partial<AgentPlatformArgs>) => () =>
      new AgentPlatform("platform", { prometheus: { install: true }, ...args }).namespace;
    await expect(recordResources(make({}), options)).rejects.toThrow(
      "'namespace' (platform-My_Stack, from the component 'platform' and the stack 'My_Stack') must be " +
        "1 to 63 lower-case letters, digits and hyphens, with a letter or digit at both ends. Give a 'namespace'.",
    );
    const { result } = await recordResources(make({ namespace: "monitoring" }), options);
    expect(result).toBe("monitoring");
  });

  it.each<[string, AgentPlatformArgs, string]>([
    [
      "a URL that turns out to be none",
      { prometheus: { url: pulumi.output("prometheus") }, scaling: { backend: "Keda" } },
      "'prometheus.url' (prometheus) must be an absolute http or https URL.",
    ],
    [
      "a password that turns out to be in the URL of the Operator's",
      {
        prometheus: { operator: { url: pulumi.output("http://a:b@prometheus") } },
        scaling: { backend: "Keda" },
      },
      "'prometheus.operator.url' must have no user and no password, since it stands in objects for all to read. Remove them.",
    ],
    [
      "an Alertmanager at what turns out to be no URL",
      {
        prometheus: { install: true },
        scaling: { backend: "Keda" },
        alerts: { alertmanagerUrl: pulumi.output("alerts") },
      },
      "'alerts.alertmanagerUrl' (alerts) must be an absolute http or https URL.",
    ],
  ])("is %s", async (_, args, reason) => {
    const rejections = await collectRejections(async () => {
      await recordResources(() => {
        new AgentPlatform("platform", args);
      });
    });
    expect(rejections.join("\n")).toContain(reason);
  });
});
