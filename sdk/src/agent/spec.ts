import {
  type AgentCardSettings,
  DEFAULT_AGENT_PORT,
  type DrainSchedule,
  type DrainSettings,
  type Expect,
  type MountedCard,
  parseSettings,
  type Same,
  toDrainSchedule,
  toMountedCard,
} from "@berth/contract";
import { z } from "zod";
import { IMAGE_REFERENCE_RULE, isImageReference } from "../image-reference.js";
import { input, inputText, plain, requirePlainObject } from "../input.js";
import { DNS_LABEL_RULE, isDnsLabel } from "../kubernetes-syntax.js";
import { readTogether, readWithin } from "../settings-issues.js";
import { AGENT_NAME_RULE, isAgentName } from "./agent-name.js";
import { type AgentArgs, type AgentDrainArgs, AgentRuntimeMode } from "./args.js";
import type { AgentCardArgs } from "./card-args.js";
import { requireNoClashes } from "./clashes.js";
import { DEFAULT_REPLICAS } from "./defaults.js";
import { envSchema, secretsSchema } from "./environment-schema.js";
import { peersSchema } from "./peers-schema.js";
import { resourcesSchema } from "./resources-schema.js";
import { rolloutSchema } from "./rollout-schema.js";

const PORT_RULE =
  "must be a whole number from 1024 to 65535: an agent is not root, and lower ports are root's.";
const REPLICAS_RULE = "must be a whole number, at least 1.";
const MODE_RULE = `must be one of ${Object.values(AgentRuntimeMode).join(", ")}.`;
const NO_SIDECAR_RULE =
  "is not available yet. Give Embedded when the image uses @berth/agent-runtime, None when it " +
  "does not.";
const DEFAULTED_NAME_RULE = `${AGENT_NAME_RULE} It is the component's, since no 'name' is given. Give one.`;

const imageSchema = inputText(isImageReference, IMAGE_REFERENCE_RULE);

const runtimeSchema = plain(
  z.strictObject({
    mode: plain(z.enum(AgentRuntimeMode, MODE_RULE))
      .default(AgentRuntimeMode.Sidecar)
      .refine((mode) => mode !== AgentRuntimeMode.Sidecar, NO_SIDECAR_RULE),
  }),
).prefault({});

/** The schema of the args. The card and the drain have theirs in the contract. */
const agentArgsSchema = z.strictObject({
  image: imageSchema,
  card: z.custom<AgentCardArgs>(),
  name: plain(z.string(AGENT_NAME_RULE).refine(isAgentName, AGENT_NAME_RULE)).optional(),
  namespace: inputText(isDnsLabel, DNS_LABEL_RULE).optional(),
  port: plain(z.int(PORT_RULE).min(1024, PORT_RULE).max(65535, PORT_RULE)).default(
    DEFAULT_AGENT_PORT,
  ),
  env: envSchema.default({}),
  secrets: secretsSchema.default([]),
  replicas: input(z.int(REPLICAS_RULE).min(1, REPLICAS_RULE)).default(DEFAULT_REPLICAS),
  resources: resourcesSchema,
  drain: z.custom<AgentDrainArgs>().optional(),
  rollout: rolloutSchema,
  runtime: runtimeSchema,
  peers: peersSchema.default([]),
});

/** @internal */
export type _AgentArgsInStep = Expect<Same<AgentArgs, z.input<typeof agentArgsSchema>>>;

/** @internal */
export type _AgentCardArgsInStep = Expect<
  Same<Omit<AgentCardArgs, "name">, Omit<AgentCardSettings, "name">>
>;

/** @internal */
export type _AgentDrainArgsInStep = Expect<Same<AgentDrainArgs, DrainSettings>>;

/** The args of an Agent, checked and with their defaults. */
export interface AgentSpec extends Omit<
  z.output<typeof agentArgsSchema>,
  "name" | "card" | "drain" | "runtime"
> {
  name: string;
  card: MountedCard;
  drain: DrainSchedule;
  mode: AgentRuntimeMode;
}

/**
 * Checks the args of an Agent and fills in the defaults.
 *
 * @param logicalName names the agent when the args do not.
 * @throws SettingsError with all issues at once.
 */
export function toAgentSpec(args: AgentArgs, logicalName: string): AgentSpec {
  // What is no object has no properties to tell about.
  parseSettings<z.ZodType>(plain(z.looseObject({})), args);
  const name = typeof args.name === "string" ? args.name : logicalName;
  const { settings, card, drain } = readTogether({
    settings: () => parseSettings(agentArgsSchema, args),
    name: () => readDefaultName(args, logicalName),
    card: () => readWithin("card", () => readCard(args.card, name)),
    drain: () => readWithin("drain", () => readDrain(args.drain)),
    clashes: () => {
      requireNoClashes(args);
    },
  });
  const { runtime, ...others } = settings;
  return { ...others, name, card, drain, mode: runtime.mode };
}

/**
 * Checks an image once it is known. Else nobody would before a kubelet, and its pod would wait for
 * the image until the rollout has failed.
 *
 * @throws SettingsError when it is not the reference of an image.
 */
export function requireKnownImage(image: string): void {
  parseSettings(z.strictObject({ image: imageSchema }), { image });
}

/** A name that is given is left to the schema of the args. */
function readDefaultName({ name }: AgentArgs, logicalName: string): string | undefined {
  const schema = z.object({ name: z.string().refine(isAgentName, DEFAULTED_NAME_RULE) });
  return name ?? parseSettings(schema, { name: logicalName }).name;
}

/** That a card is missing is told by its own schema. */
function readCard(card: AgentCardArgs | undefined, agent: string): MountedCard {
  requirePlainObject(card);
  return toMountedCard((card && { ...card, name: card.name ?? agent }) as AgentCardSettings);
}

function readDrain(drain: AgentDrainArgs | undefined): DrainSchedule {
  requirePlainObject(drain);
  return toDrainSchedule(drain);
}
