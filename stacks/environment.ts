import * as berth from "@berth/berth";
import * as pulumi from "@pulumi/pulumi";
import type { AgentDefinition } from "./agent-definition.ts";
import { planAgents } from "./agent-plan.ts";
import { toSecretArgs } from "./agent-secrets.ts";
import { agentDefinitions } from "./agents.ts";
import { findAgentIssues } from "./check-agents.ts";
import { ConfigError } from "./config-error.ts";
import { readConfig } from "./config.ts";
import { environmentConfigSchema } from "./environment-config.ts";
import type { Environment } from "./environments.ts";
import { readPlatform } from "./read-platform.ts";
import type { StackOutputs } from "./stack-outputs.ts";

/**
 * A namespace and the agents in it. Nothing is made before all of the configuration is found to be right.
 *
 * @throws ConfigError with all issues at once.
 */
export async function createEnvironment(environment: Environment): Promise<StackOutputs> {
  const config = readConfig(environmentConfigSchema);
  const binding = config.platform === undefined ? undefined : await readPlatform(config.platform);
  const facts = { environment, config, binding };
  const plans = planAgents(agentDefinitions, facts);
  const issues = findAgentIssues(plans, facts);
  if (issues.length > 0) {
    throw new ConfigError(issues);
  }

  const protection = { protect: environment.isProtected };
  const namespace = new berth.AgentNamespace("agents", {}, protection);
  const urls = plans.map(({ name, image = "", definition }): [string, pulumi.Output<string>] => {
    const args = {
      ...definition,
      image,
      namespace: namespace.name,
      platform: binding,
      secrets: toSecrets(definition, config.secrets),
    };
    const agent = new berth.Agent(name, args, protection);
    return [name, agent.url];
  });
  return {
    agentNamespace: namespace.name,
    agentUrls: pulumi.output(Object.fromEntries(urls)),
  };
}

/** In Pulumi's state, what comes from the configuration is a secret too. */
function toSecrets(
  { secrets }: AgentDefinition,
  values: Readonly<Record<string, string>>,
): berth.AgentSecretArgs[] | undefined {
  return toSecretArgs(secrets, values)?.map((secret) =>
    secret.value === undefined ? secret : { ...secret, value: pulumi.secret(secret.value) },
  );
}
