import type { AgentPlatformBinding } from "@berth/berth";
import { SettingsError } from "@berth/contract";
import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";

/** What tells a binding from anything else; the Agent has the rules about it. */
const bindingSchema = z.looseObject({
  scalingBackend: z.string(),
  monitoringKind: z.string(),
  prometheusUrl: z.string(),
});

/**
 * Reads what a stack with a platform tells, before anything is made: it decides how agents are scaled.
 *
 * @param stack its name, or `<organization>/<project>/<stack>`. By the name alone it is a stack of this
 *   project.
 * @throws SettingsError when it has no platform.
 */
export async function readPlatform(stack: string): Promise<AgentPlatformBinding> {
  const isOfThisProject = !stack.includes("/");
  const name = isOfThisProject
    ? `${pulumi.getOrganization()}/${pulumi.getProject()}/${stack}`
    : stack;
  const details = await new pulumi.StackReference(name).getOutputDetails("binding");
  const { data } = bindingSchema.safeParse(details.value);
  if (data === undefined) {
    const bringUp = isOfThisProject
      ? `Bring it up: pulumi up --stack ${stack}`
      : "Bring it up in its own project.";
    throw new SettingsError([
      {
        propertyPath: "platform",
        reason:
          `(${stack}) must be a stack with a platform that is up: '${name}' has no output 'binding' that is ` +
          `the one of an AgentPlatform. ${bringUp}`,
      },
    ]);
  }
  return data as unknown as AgentPlatformBinding;
}
