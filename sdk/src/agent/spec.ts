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
import { plain, requirePlainObject } from "../input.js";
import { FIRST_MINORS, OLDEST_KUBERNETES_MINOR, toKubernetesMinor } from "../kubernetes-version.js";
import { readTogether, readWithin } from "../settings-issues.js";
import { isAgentName } from "./agent-name.js";
import { type AgentArgs, AgentRuntimeMode, type AgentStoreArgs } from "./args.js";
import type { AgentAuthArgs } from "./auth-args.js";
import { type AgentAuth, readAuth } from "./auth-schema.js";
import type { AgentCardArgs } from "./card-args.js";
import { requireNoClashes } from "./clashes.js";
import { DEFAULT_KUBERNETES_VERSION, DEFAULT_REPLICAS } from "./defaults.js";
import { discoverySchema } from "./discovery-schema.js";
import { envFromSchema, envSchema } from "./environment-schema.js";
import { exposureSchema } from "./exposure-schema.js";
import { monitoringSchema } from "./monitoring-schema.js";
import { networkSchema } from "./network-schema.js";
import type { AgentManifest } from "./overrides-args.js";
import { extraManifestsSchema, overridesSchema } from "./overrides-schema.js";
import { peersSchema } from "./peers-schema.js";
import { platformSchema } from "./platform-schema.js";
import { podSchema } from "./pod-schema.js";
import { probesSchema } from "./probes-schema.js";
import { resourcesSchema } from "./resources-schema.js";
import type { AgentDrainArgs } from "./rollout-args.js";
import { rolloutSchema } from "./rollout-schema.js";
import { RULES } from "./rules.js";
import { type AgentSidecar, runtimeSchema } from "./runtime-schema.js";
import { scalingSchema } from "./scaling-schema.js";
import { secretsSchema } from "./secrets-schema.js";
import { serviceAccountSchema } from "./service-account-schema.js";
import {
  inputAnyText,
  inputCount,
  inputImage,
  inputNamespace,
  plainPort,
} from "./value-schemas.js";

const kubernetesVersionSchema = plain(
  z
    .string(RULES.kubernetesVersion)
    .refine((text) => toKubernetesMinor(text) !== undefined, RULES.kubernetesVersion)
    .refine(
      (text) => (toKubernetesMinor(text) ?? OLDEST_KUBERNETES_MINOR) >= OLDEST_KUBERNETES_MINOR,
      RULES.kubernetesTooOld,
    ),
).default(DEFAULT_KUBERNETES_VERSION);

/** The schema of the args. The card, the drain and the credentials have theirs elsewhere. */
const agentArgsSchema = z.strictObject({
  image: inputImage,
  // That it is missing is told once, by its own schema.
  card: z.custom<AgentCardArgs>().optional() as unknown as z.ZodType<AgentCardArgs, AgentCardArgs>,
  name: plain(z.string(RULES.agentName).refine(isAgentName, RULES.agentName)).optional(),
  namespace: inputNamespace.optional(),
  platform: platformSchema.optional(),
  args: plain(z.array(inputAnyText)).default([]),
  port: plainPort.default(DEFAULT_AGENT_PORT),
  env: envSchema.default({}),
  envFrom: envFromSchema.default([]),
  secrets: secretsSchema.default([]),
  replicas: inputCount.default(DEFAULT_REPLICAS),
  scaling: scalingSchema.optional(),
  resources: resourcesSchema,
  drain: z.custom<AgentDrainArgs>().optional(),
  rollout: rolloutSchema,
  probes: probesSchema,
  runtime: runtimeSchema,
  peers: peersSchema.default([]),
  discovery: discoverySchema.optional(),
  network: networkSchema,
  exposure: exposureSchema.optional(),
  monitoring: monitoringSchema,
  auth: z.custom<AgentAuthArgs>().optional(),
  pod: podSchema,
  serviceAccount: serviceAccountSchema,
  store: z.custom<AgentStoreArgs>((store) => store === undefined, RULES.store).optional(),
  kubernetesVersion: kubernetesVersionSchema,
  overrides: overridesSchema,
  extraManifests: extraManifestsSchema.default([]),
  patch: z
    .custom<AgentArgs["patch"]>((patch) => typeof patch === "function", RULES.patch)
    .optional(),
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
  "name" | "card" | "drain" | "runtime" | "auth" | "store" | "kubernetesVersion" | "extraManifests"
> {
  name: string;
  card: MountedCard;
  drain: DrainSchedule;
  mode: AgentRuntimeMode;
  /** Undefined in the other modes than Sidecar. */
  sidecar: AgentSidecar | undefined;
  auth: AgentAuth | undefined;
  extraManifests: AgentManifest[];
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
  const { settings, card, drain, auth } = readTogether({
    settings: () => parseSettings(agentArgsSchema, args),
    name: () => readDefaultName(args, logicalName),
    card: () => readWithin("card", () => readCard(args.card, name)),
    drain: () => readWithin("drain", () => readDrain(args.drain)),
    auth: () => readAuth(args.auth),
    clashes: () => {
      requireNoClashes({ ...args, name });
    },
  });
  const { runtime, kubernetesVersion, extraManifests, ...others } = settings;
  const { mode, ...sidecar } = runtime;
  const kubernetesMinor = toKubernetesMinor(kubernetesVersion) ?? OLDEST_KUBERNETES_MINOR;
  return {
    ...others,
    name,
    card,
    drain: kubernetesMinor < FIRST_MINORS.preStopSleep ? withoutPreStop(drain) : drain,
    mode,
    sidecar: mode === AgentRuntimeMode.Sidecar ? sidecar : undefined,
    auth,
    extraManifests: extraManifests as AgentManifest[],
  };
}

/**
 * Checks an image once it is known. Else nobody would before a kubelet, and its pod would wait for
 * the image until the rollout has failed.
 *
 * @throws SettingsError when it is not the reference of an image.
 */
export function requireKnownImage(image: string): void {
  parseSettings(z.strictObject({ image: inputImage }), { image });
}

/** A name that is given is left to the schema of the args. */
function readDefaultName({ name }: AgentArgs, logicalName: string): string | undefined {
  const schema = z.object({ name: z.string().refine(isAgentName, RULES.agentNameOfComponent) });
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

/** The kubelet cannot wait: the process has the whole accept window for itself. */
function withoutPreStop(drain: DrainSchedule): DrainSchedule {
  return { ...drain, preStopSeconds: 0, handoverSeconds: drain.acceptWindowSeconds };
}
