import { type AgentPlatformBinding, ScalingBackend } from "@berth/berth";
import type { AgentDefinition } from "./agent-definition.ts";
import type { EnvironmentConfig } from "./environment-config.ts";
import type { Environment } from "./environments.ts";
import { mergeMaps } from "./merge-maps.ts";

/** An agent of a stack, as data, before anything is made. */
export interface AgentPlan {
  name: string;
  /** All but what is known only once something is made, and the values of secrets. */
  definition: AgentDefinition;
}

/** What an environment is made of. */
export interface EnvironmentFacts {
  environment: Environment;
  config: EnvironmentConfig;
  /** What the platform tells. Undefined where there is none. */
  binding: AgentPlatformBinding | undefined;
}

type PartialDefinition = Partial<AgentDefinition>;

/**
 * Plans the agents of a stack: those of the program, and those that its configuration adds, without those
 * that it leaves out. What is said of one agent comes before what the environment has for all, and what
 * the configuration says before the program. Maps are put together, lists and values replace each other.
 */
export function planAgents(
  definitions: Readonly<Record<string, AgentDefinition>>,
  { environment, config: { agents = {} }, binding }: EnvironmentFacts,
): AgentPlan[] {
  const names = new Set([...Object.keys(definitions), ...Object.keys(agents)]);
  return [...names]
    .filter((name) => agents[name] !== null)
    .map((name) => {
      const said = toSaid(definitions[name] ?? {}, agents[name] ?? {}, binding);
      const definition: object = mergeMaps(toDefaults(environment, binding, said), said);
      return { name, definition: definition as AgentDefinition };
    });
}

/**
 * What is said of one agent. A fixed number of pods in the configuration takes the place of the program's
 * scaler, and the reverse. Without a platform, the program's scaler is none.
 */
function toSaid(
  program: PartialDefinition,
  settings: object,
  binding: AgentPlatformBinding | undefined,
): PartialDefinition {
  const { replicas, scaling, ...rest } = program;
  const isScaled = binding !== undefined || scaling?.backend !== undefined || "scaling" in settings;
  return mergeMaps(
    rest,
    "scaling" in settings ? {} : { replicas },
    "replicas" in settings || !isScaled ? {} : { scaling },
    settings,
  );
}

/** What the environment has for each of its agents that says nothing else. */
function toDefaults(
  environment: Environment,
  binding: AgentPlatformBinding | undefined,
  said: PartialDefinition,
): PartialDefinition {
  const { resources, progressDeadlineSeconds } = environment;
  return {
    ...(resources && { resources }),
    rollout: { progressDeadlineSeconds },
    ...(binding && { monitoring: { kind: binding.monitoringKind } }),
    ...toSize(environment, binding, said),
  };
}

function toSize(
  { replicas, maxReplicas }: Environment,
  binding: AgentPlatformBinding | undefined,
  { scaling, replicas: ownReplicas }: PartialDefinition,
): PartialDefinition {
  const backend = scaling?.backend ?? binding?.scalingBackend;
  if (ownReplicas !== undefined) {
    return {};
  }
  if (backend === undefined) {
    return scaling === undefined ? { replicas } : {};
  }
  const isCounted = backend !== ScalingBackend.None;
  return { scaling: { backend, minReplicas: replicas, ...(isCounted && { maxReplicas }) } };
}
