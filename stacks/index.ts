// The Pulumi program of this repository: a platform, or an environment with its agents.
import * as pulumi from "@pulumi/pulumi";
import { createEnvironment } from "./environment.ts";
import { environments } from "./environments.ts";
import { createPlatform } from "./platform.ts";
import type { StackOutputs } from "./stack-outputs.ts";

const PLATFORM = "platform";

/** A stack is one of these, or somebody's own of the kind: `dev` and `dev-alice`. */
function isStackOf(kind: string, stack: string): boolean {
  return stack === kind || stack.startsWith(`${kind}-`);
}

async function createStack(stack: string): Promise<StackOutputs> {
  if (isStackOf(PLATFORM, stack)) {
    return createPlatform();
  }
  for (const [name, environment] of Object.entries(environments)) {
    if (isStackOf(name, stack)) {
      return await createEnvironment(environment);
    }
  }
  const kinds = [PLATFORM, ...Object.keys(environments)];
  throw new pulumi.RunError(
    `The stack '${stack}' is none of this program. Name it ${kinds.join(", ")}, or one of those with a ` +
      `name of your own behind it: dev-alice, prod-eu.`,
  );
}

export const { agentNamespace, agentUrls, binding, prometheusUrl } = await createStack(
  pulumi.getStack(),
);
