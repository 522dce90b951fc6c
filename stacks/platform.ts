import * as berth from "@berth/berth";
import * as pulumi from "@pulumi/pulumi";
import { ConfigError } from "./config-error.ts";
import { readConfig } from "./config.ts";
import { platformConfigSchema } from "./platform-config.ts";
import type { StackOutputs } from "./stack-outputs.ts";

/** What a cluster has once. Environments refer to it by the name of its stack. */
export function createPlatform(): StackOutputs {
  const args = readConfig(platformConfigSchema);
  try {
    const platform = new berth.AgentPlatform("agents", args);
    return { binding: platform.binding, prometheusUrl: platform.prometheusUrl };
  } catch (error) {
    throw pulumi.InputPropertiesError.isInstance(error) ? new ConfigError(error.errors) : error;
  }
}
