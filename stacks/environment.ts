import * as berth from "@berth/berth";
import { SettingsError, type SettingsIssue } from "@berth/contract";
import * as pulumi from "@pulumi/pulumi";
import { planAgents } from "./agent-plan.ts";
import { toSecretArgs } from "./agent-secrets.ts";
import { agentDefinitions } from "./agents.ts";
import { findAgentIssues } from "./check-agents.ts";
import { ConfigError } from "./config-error.ts";
import { readConfig } from "./config.ts";
import { environmentConfigShape } from "./environment-config.ts";
import type { Environment } from "./environments.ts";
import { readPlatform } from "./read-platform.ts";
import type { EnvironmentOutputs } from "./stack-outputs.ts";

/**
 * A namespace and the agents in it. Nothing is made before all of the configuration is found to be right.
 *
 * @throws ConfigError with all issues at once.
 */
export async function createEnvironment(environment: Environment): Promise<EnvironmentOutputs> {
  const { issues, values: config } = readConfig(environmentConfigShape);
  const binding = await findPlatform(config.platform, issues);
  const facts = { environment, config, binding };
  const plans = planAgents(agentDefinitions, facts);
  issues.push(...findAgentIssues(plans, facts));
  if (issues.length > 0) {
    throw new ConfigError(issues);
  }

  const { images = {}, secrets: values = {} } = config;
  const protection = { protect: environment.isProtected };
  const namespace = new berth.AgentNamespace("agents", {}, protection);
  const agents = plans.map(({ name, definition }) => {
    const args = {
      ...definition,
      image: images[name] ?? "",
      namespace: namespace.name,
      platform: binding,
      // In Pulumi's state, what comes from the configuration is a secret too.
      secrets: toSecretArgs(definition.secrets, (key) => pulumi.secret(values[key] ?? "")),
    };
    const { externalUrl, url } = new berth.Agent(name, args, protection);
    return { name, url, externalUrl };
  });
  return {
    agentNamespace: namespace.name,
    agentUrls: pulumi.output(Object.fromEntries(agents.map(({ name, url }) => [name, url]))),
    agentRegistry: pulumi.output(agents.map(({ name, url }) => ({ name, url }))),
    externalAgentRegistry: pulumi
      .output(agents.map(({ name, externalUrl: url }) => ({ name, url })))
      .apply((known) =>
        known.flatMap(({ name, url }) => (url === undefined ? [] : [{ name, url }])),
      ),
  };
}

async function findPlatform(
  stack: string | undefined,
  issues: SettingsIssue[],
): Promise<berth.AgentPlatformBinding | undefined> {
  try {
    return stack === undefined ? undefined : await readPlatform(stack);
  } catch (error) {
    if (!(error instanceof SettingsError)) {
      throw error;
    }
    issues.push(...error.issues);
    return undefined;
  }
}
