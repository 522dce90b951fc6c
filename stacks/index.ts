// The Pulumi program of this repository: one file for each stack.
import * as pulumi from "@pulumi/pulumi";
import { createDevStack } from "./dev.ts";
import type { StackOutputs } from "./stack-outputs.ts";

const stacks: Readonly<Partial<Record<string, () => StackOutputs>>> = { dev: createDevStack };

function createStack(name: string): StackOutputs {
  const create = stacks[name];
  if (create === undefined) {
    throw new pulumi.RunError(
      `There is no stack '${name}' in this program. Select one of: ${Object.keys(stacks).join(", ")}.`,
    );
  }
  return create();
}

export const { agentNamespace, agentUrls } = createStack(pulumi.getStack());
