import type { AgentPlatformBinding } from "@berth/berth";
import type { AgentDefinition } from "./agent-definition.ts";
import type { EnvironmentConfig } from "./environment-config.ts";
import type { Environment } from "./environments.ts";

/** An agent of a stack, as data, before anything is made. */
export interface AgentPlan {
  name: string;
  /** All but what is known only once something is made, and the values of secrets. */
  definition: AgentDefinition;
  /** Undefined where the configuration has none. */
  image: string | undefined;
}

/** What an environment is made of. */
export interface EnvironmentFacts {
  environment: Environment;
  config: EnvironmentConfig;
  /** What the platform tells. Undefined where there is none. */
  binding: AgentPlatformBinding | undefined;
}

/**
 * Plans the agents of a stack: those of the program, and those that its configuration adds. Of what is
 * said of an agent in several places, the configuration comes before the environment, and that before
 * the program. Maps are put together, and lists and values replace each other.
 */
export function planAgents(
  definitions: Readonly<Record<string, AgentDefinition>>,
  { environment, config, binding }: EnvironmentFacts,
): AgentPlan[] {
  const names = new Set([...Object.keys(definitions), ...Object.keys(config.agents)]);
  return [...names].map((name) => {
    const settings = config.agents[name] ?? {};
    return {
      name,
      image: config.images[name],
      definition: mergeDefinitions(
        definitions[name] ?? {},
        toDefaults(environment, binding, settings),
        settings,
      ) as AgentDefinition,
    };
  });
}

/** What the environment gives to each of its agents. */
function toDefaults(
  environment: Environment,
  binding: AgentPlatformBinding | undefined,
  settings: Readonly<Record<string, unknown>>,
): Partial<AgentDefinition> {
  const { replicas, maxReplicas, resources, progressDeadlineSeconds } = environment;
  return {
    ...(resources && { resources }),
    rollout: { progressDeadlineSeconds },
    ...(binding && { monitoring: { kind: binding.monitoringKind } }),
    ...toSize(),
  };

  function toSize(): Partial<AgentDefinition> {
    if (settings["replicas"] !== undefined) {
      return {};
    }
    if (binding !== undefined) {
      return { scaling: { backend: binding.scalingBackend, minReplicas: replicas, maxReplicas } };
    }
    return settings["scaling"] === undefined ? { replicas } : {};
  }
}

function mergeDefinitions(...parts: object[]): object {
  const merged: Record<string, unknown> = {};
  for (const [key, value] of parts.flatMap((part) => Object.entries(part) as [string, unknown][])) {
    const before = merged[key];
    merged[key] = isMap(before) && isMap(value) ? { ...before, ...value } : value;
  }
  return merged;
}

function isMap(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
