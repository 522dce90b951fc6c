import { renderManifests } from "@berth/berth";
import { SettingsError, type SettingsIssue } from "@berth/contract";
import type { AgentPlan, EnvironmentFacts } from "./agent-plan.ts";
import { toSecretArgs } from "./agent-secrets.ts";
import { toSetCommand } from "./config-command.ts";

const DIGEST = /@sha256:[0-9a-f]{64}$/;

/** What the program says itself, and no agent in a configuration does. */
const OF_THE_STACK = ["image", "name", "namespace", "platform"];

/**
 * Finds all that is wrong with the agents of a stack before anything is made: the rules of the stack, and
 * those of the Agent.
 */
export function findAgentIssues(
  plans: readonly AgentPlan[],
  facts: EnvironmentFacts,
): SettingsIssue[] {
  const agents = new Set(plans.map(({ name }) => name));
  const strangers = Object.keys(facts.config.images).filter((name) => !agents.has(name));
  return [
    ...strangers.map((name) => ({
      propertyPath: `images.${name}`,
      reason: `belongs to no agent. Remove it, or give 'agents.${name}.card'.`,
    })),
    ...plans.flatMap((plan) => [
      ...findImageIssues(plan, facts),
      ...findForeignProperties(plan, facts),
      ...findArgsIssues(plan, facts),
    ]),
  ];
}

function findImageIssues(
  { name, image }: AgentPlan,
  { environment }: EnvironmentFacts,
): SettingsIssue[] {
  const propertyPath = `images.${name}`;
  if (image === undefined) {
    return [
      { propertyPath, reason: `must be given. Set it: ${toSetCommand(propertyPath, "IMAGE")}` },
    ];
  }
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

function findForeignProperties({ name }: AgentPlan, { config }: EnvironmentFacts): SettingsIssue[] {
  return OF_THE_STACK.filter((property) => property in (config.agents[name] ?? {})).map(
    (property) => ({
      propertyPath: `agents.${name}.${property}`,
      reason:
        property === "image"
          ? `is not given here. Move it: ${toSetCommand(`images.${name}`, "IMAGE")}`
          : "is the same for all agents of a stack. Remove it.",
    }),
  );
}

/** The rules of the Agent, whose objects are rendered for that. */
function findArgsIssues(plan: AgentPlan, { binding, config }: EnvironmentFacts): SettingsIssue[] {
  const { name, image = "image", definition } = plan;
  try {
    renderManifests(name, {
      ...withoutForeign(definition),
      image,
      platform: binding,
      secrets: toSecretArgs(definition.secrets, config.secrets),
    });
    return [];
  } catch (error) {
    if (!(error instanceof SettingsError)) {
      throw error;
    }
    return error.issues.map((issue) => toConfigIssue(plan, issue));
  }
}

function withoutForeign<T extends object>(definition: T): T {
  return Object.fromEntries(
    Object.entries(definition).filter(([property]) => !OF_THE_STACK.includes(property)),
  ) as T;
}

/** Where a person sets what an arg of an Agent is made from. */
function toConfigIssue(
  { name }: AgentPlan,
  { propertyPath, reason }: SettingsIssue,
): SettingsIssue {
  const key = propertyPath === "image" ? `images.${name}` : `agents.${name}.${propertyPath}`;
  const subject = `'${propertyPath}' `;
  return {
    propertyPath: key,
    reason: reason.startsWith(subject) ? reason.slice(subject.length) : reason,
  };
}
