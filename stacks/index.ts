// The Pulumi program of this repository: a platform, or an environment with its agents.
import * as pulumi from "@pulumi/pulumi";
import { createEnvironment } from "./environment.ts";
import { environments } from "./environments.ts";
import { createPlatform } from "./platform.ts";
import type { StackOutputs } from "./stack-outputs.ts";

const PLATFORM = "platform";

/** `agents-<stack>` names a namespace. */
const STACK = /^[a-z][-a-z0-9]{0,54}[a-z0-9]$/;

/** A stack is one of these, or somebody's own of the kind: `dev` and `dev-alice`. */
function isStackOf(kind: string, stack: string): boolean {
  return stack === kind || stack.startsWith(`${kind}-`);
}

async function createStack(stack: string): Promise<StackOutputs> {
  if (!STACK.test(stack)) {
    throw new pulumi.RunError(
      `The stack '${stack}' must be called by 2 to 56 lower-case letters, digits and hyphens, for its ` +
        `namespace is 'agents-${stack}'. Rename it: pulumi stack rename NAME --stack '${stack}'`,
    );
  }
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

// Pulumi takes a default export as the outputs: an export of each kind's would be undefined in the other.
// eslint-disable-next-line no-restricted-syntax
export default await createStack(pulumi.getStack());
