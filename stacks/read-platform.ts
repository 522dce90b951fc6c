import type { AgentPlatformBinding } from "@berth/berth";
import * as pulumi from "@pulumi/pulumi";
import { ConfigError } from "./config-error.ts";

/**
 * Reads what a stack with a platform tells, before anything is made: it decides how agents are scaled.
 *
 * @param stack its name, or `<organization>/<project>/<stack>`. By the name alone it is a stack of this
 *   project.
 * @throws ConfigError when there is no platform.
 */
export async function readPlatform(stack: string): Promise<AgentPlatformBinding> {
  const name = stack.includes("/")
    ? stack
    : `${pulumi.getOrganization()}/${pulumi.getProject()}/${stack}`;
  const details = await new pulumi.StackReference(name).getOutputDetails("binding");
  const binding = details.value as AgentPlatformBinding | undefined;
  if (binding === undefined) {
    throw new ConfigError([
      {
        propertyPath: "platform",
        reason: `(${stack}) must be a stack with a platform that is up: '${name}' has no output 'binding'. Bring it up: pulumi up --stack ${stack}`,
      },
    ]);
  }
  return binding;
}
