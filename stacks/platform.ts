import * as berth from "@berth/berth";
import * as pulumi from "@pulumi/pulumi";
import { ConfigError } from "./config-error.ts";
import { readConfig } from "./config.ts";
import { platformConfigShape } from "./platform-config.ts";
import type { PlatformOutputs } from "./stack-outputs.ts";

/**
 * What a cluster has once. Environments refer to it by the name of its stack.
 *
 * @throws ConfigError before anything is made.
 */
export function createPlatform(): PlatformOutputs {
  const { issues, values } = readConfig(platformConfigShape);
  if (issues.length > 0) {
    throw new ConfigError(issues);
  }
  const { prometheus = {}, ...others } = values;
  try {
    const platform = new berth.AgentPlatform("agents", { prometheus, ...others });
    return { binding: platform.binding, prometheusUrl: platform.prometheusUrl };
  } catch (error) {
    throw pulumi.InputPropertiesError.isInstance(error) ? new ConfigError(error.errors) : error;
  }
}
