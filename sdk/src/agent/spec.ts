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
import { input, inputText, plain, requirePlain } from "../input.js";
import {
  DATA_KEY_RULE,
  DNS_LABEL_RULE,
  DNS_SUBDOMAIN_RULE,
  isDataKey,
  isDnsLabel,
  isDnsSubdomain,
  isQuantity,
  isVariableName,
  QUANTITY_RULE,
  VARIABLE_NAME_RULE,
} from "../kubernetes-syntax.js";
import { readTogether, readWithin } from "../settings-issues.js";
import { AGENT_NAME_RULE, isAgentName } from "./agent-name.js";
import {
  type AgentArgs,
  type AgentDrainArgs,
  type AgentPeerArgs,
  AgentRuntimeMode,
} from "./args.js";
import type { AgentCardArgs } from "./card-args.js";
import { requireNoClashes } from "./clashes.js";
import { DEFAULT_LIMITS, DEFAULT_REPLICAS, DEFAULT_REQUESTS } from "./defaults.js";
import { peerSchema } from "./peers.js";
import { toReservedRule } from "./reserved-env.js";

const PORT_RULE =
  "must be a whole number from 1024 to 65535: an agent is not root, and lower ports are root's.";
const REPLICAS_RULE = "must be a whole number, at least 1.";
const TEXT_RULE = "must be a text.";
const MODE_RULE = `must be ${Object.values(AgentRuntimeMode).join(", ")}.`;
const NO_SIDECAR_RULE =
  "is not available yet. Give Embedded when the image uses @berth/agent-runtime, None when it " +
  "does not.";
const DEFAULTED_NAME_RULE = `${AGENT_NAME_RULE} It is the component's, since no 'name' is given. Give one.`;

const variableName = z
  .string()
  .refine(isVariableName, VARIABLE_NAME_RULE)
  .superRefine((variable, context) => {
    const message = toReservedRule(variable);
    if (message !== undefined) {
      context.addIssue({ code: "custom", message });
    }
  });

const amount = (value: string) => inputText(isQuantity, QUANTITY_RULE).default(value);

const amounts = ({ cpu, memory, ephemeralStorage }: typeof DEFAULT_LIMITS) =>
  z
    .strictObject({
      cpu: amount(cpu),
      memory: amount(memory),
      ephemeralStorage: amount(ephemeralStorage),
    })
    .prefault({});

/** The schema of the args. The card and the drain have theirs in the contract. */
const agentArgsSchema = z.strictObject({
  image: inputText(isImageReference, IMAGE_REFERENCE_RULE),
  card: z.custom<AgentCardArgs>(),
  name: plain(z.string(AGENT_NAME_RULE).refine(isAgentName, AGENT_NAME_RULE)).optional(),
  namespace: inputText(isDnsLabel, DNS_LABEL_RULE).optional(),
  port: plain(z.int(PORT_RULE).min(1024, PORT_RULE).max(65535, PORT_RULE)).default(
    DEFAULT_AGENT_PORT,
  ),
  env: plain(
    z.record(
      variableName,
      inputText(() => true, TEXT_RULE),
    ),
  ).default({}),
  secrets: plain(
    z.array(
      plain(
        z.strictObject({
          env: plain(variableName),
          secretName: inputText(isDnsSubdomain, DNS_SUBDOMAIN_RULE),
          key: inputText(isDataKey, DATA_KEY_RULE),
        }),
      ),
    ),
  ).default([]),
  replicas: input(z.int(REPLICAS_RULE).min(1, REPLICAS_RULE)).default(DEFAULT_REPLICAS),
  resources: plain(
    z.strictObject({ requests: amounts(DEFAULT_REQUESTS), limits: amounts(DEFAULT_LIMITS) }),
  ).prefault({}),
  drain: z.custom<AgentDrainArgs>().optional(),
  runtime: plain(
    z.strictObject({
      mode: plain(z.enum(AgentRuntimeMode, MODE_RULE))
        .default(AgentRuntimeMode.Sidecar)
        .refine((mode) => mode !== AgentRuntimeMode.Sidecar, NO_SIDECAR_RULE),
    }),
  ).prefault({}),
  peers: plain(z.array(input<AgentPeerArgs>(peerSchema))).default([]),
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
  const { settings, card, drain } = readTogether({
    settings: () => parseSettings(agentArgsSchema, args),
    name: () => {
      requireAgentName(args, logicalName);
    },
    card: () => readWithin("card", () => readCard(args.card, args.name ?? logicalName)),
    drain: () => readWithin("drain", () => readDrain(args.drain)),
    clashes: () => {
      requireNoClashes(args);
    },
  });
  const { runtime, ...others } = settings;
  return { ...others, name: args.name ?? logicalName, card, drain, mode: runtime.mode };
}

/** A name that is given is checked by the schema. */
function requireAgentName({ name }: AgentArgs, logicalName: string): void {
  if (name === undefined) {
    const schema = z.strictObject({
      name: z.string().refine(isAgentName, DEFAULTED_NAME_RULE),
    });
    parseSettings(schema, { name: logicalName });
  }
}

function readCard(card: AgentCardArgs | undefined, agent: string): MountedCard {
  requirePlain(card);
  // What is no object is left to the schema, which tells so.
  const named = typeof card === "object" ? { ...card, name: card.name ?? agent } : card;
  return toMountedCard(named as AgentCardSettings);
}

function readDrain(drain: AgentDrainArgs | undefined): DrainSchedule {
  requirePlain(drain);
  return toDrainSchedule(drain);
}
