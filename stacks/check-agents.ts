import { renderManifests } from "@berth/berth";
import { SettingsError, type SettingsIssue } from "@berth/contract";
import type { AgentPlan, EnvironmentFacts } from "./agent-plan.ts";
import { findSecretIssues, findUnusedSecrets, toSecretArgs } from "./agent-secrets.ts";
import { toFullKey, toSetCommand } from "./config-key.ts";

const DIGEST = /@sha256:[0-9a-f]{64}$/;

/** What the program says itself, and no agent in a configuration does. */
const OF_THE_STACK = ["image", "name", "namespace", "platform"];

/** What the headless Service of an agent adds to its name. */
const SIBLINGS_SUFFIX = "-siblings";

/**
 * Finds all that is wrong with the agents of a stack before anything is made: the rules of the stack, and
 * those of the Agent.
 */
export function findAgentIssues(
  plans: readonly AgentPlan[],
  facts: EnvironmentFacts,
): SettingsIssue[] {
  return [
    ...findStrangers(plans, facts),
    ...plans.flatMap((plan) => [
      ...findImageIssues(plan, facts),
      ...findPlaceIssues(plan, plans, facts),
      ...findSecretIssues(plan, facts.config),
      ...findArgsIssues(plan, facts),
    ]),
    ...findUnusedSecrets(plans, facts.config),
  ];
}

function findStrangers(
  plans: readonly AgentPlan[],
  { config: { agents = {}, images = {} } }: EnvironmentFacts,
): SettingsIssue[] {
  const known = new Set([...plans.map(({ name }) => name), ...Object.keys(agents)]);
  return Object.keys(images)
    .filter((name) => !known.has(name))
    .map((name) => ({
      propertyPath: `images.${name}`,
      reason:
        `belongs to no agent. Remove it, or give '${toFullKey(`agents.${name}`)}': its card, or null ` +
        "where this stack does not have it.",
    }));
}

function findImageIssues(
  { name }: AgentPlan,
  { environment, config: { images } }: EnvironmentFacts,
): SettingsIssue[] {
  // A key that is wrong as a whole is told of once.
  if (images === undefined) {
    return [];
  }
  const propertyPath = `images.${name}`;
  if (!Object.hasOwn(images, name)) {
    const reason = `must be given. Set it: ${toSetCommand(propertyPath, "IMAGE")}`;
    return [{ propertyPath, reason }];
  }
  const image = images[name] ?? "";
  return !environment.needsDigests || DIGEST.test(image)
    ? []
    : [
        {
          propertyPath,
          reason:
            `(${image}) must have a digest here, so that what was tried is what runs. ` +
            `Set it: ${toSetCommand(propertyPath, "IMAGE@sha256:DIGEST")}`,
        },
      ];
}

/** What depends on where an agent is: beside others, and with or without a platform. */
function findPlaceIssues(
  { name, definition }: AgentPlan,
  plans: readonly AgentPlan[],
  { binding, config: { agents = {} } }: EnvironmentFacts,
): SettingsIssue[] {
  const key = `agents.${name}`;
  const issues: SettingsIssue[] = OF_THE_STACK.filter((property) =>
    Object.hasOwn(agents[name] ?? {}, property),
  ).map((property) => ({
    propertyPath: `${key}.${property}`,
    reason:
      property === "image"
        ? `is not given here. Move it: ${toSetCommand(`images.${name}`, "IMAGE")}`
        : "is the same for all agents of a stack. Remove it.",
  }));
  const sibling = plans.find((other) => name === `${other.name}${SIBLINGS_SUFFIX}`);
  if (sibling !== undefined) {
    const reason = `must have another name: the replicas of '${sibling.name}' find each other by this one.`;
    issues.push({ propertyPath: key, reason });
  }
  if (binding === undefined && definition.scaling?.backend === undefined && definition.scaling) {
    issues.push({
      propertyPath: `${key}.scaling`,
      reason:
        `needs '${toFullKey("platform")}', the stack with the platform, or the 'backend' that the cluster ` +
        "has. Without either, give 'replicas'.",
    });
  }
  return issues;
}

/** The rules of the Agent, whose objects are rendered for that. */
function findArgsIssues(
  { name, definition }: AgentPlan,
  { binding, config }: EnvironmentFacts,
): SettingsIssue[] {
  const { secrets, ...args } = withoutForeign(definition);
  try {
    renderManifests(name, {
      ...args,
      image: config.images?.[name] ?? "image",
      platform: binding,
      secrets: toSecretArgs(secrets, (fromConfig) => `the value of ${fromConfig}`),
    });
    return [];
  } catch (error) {
    if (!(error instanceof SettingsError)) {
      throw error;
    }
    return error.issues.map((issue) => toConfigIssue(name, issue));
  }
}

function withoutForeign<T extends object>(definition: T): T {
  return Object.fromEntries(
    Object.entries(definition).filter(([property]) => !OF_THE_STACK.includes(property)),
  ) as T;
}

/** Where a person sets what an arg of an Agent is made from. */
function toConfigIssue(agent: string, { propertyPath, reason }: SettingsIssue): SettingsIssue {
  const key = propertyPath === "image" ? `images.${agent}` : `agents.${agent}.${propertyPath}`;
  const subject = `'${propertyPath}' `;
  return {
    propertyPath: key,
    reason: reason.startsWith(subject) ? reason.slice(subject.length) : reason,
  };
}
