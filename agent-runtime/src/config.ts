import {
  type AuthConfig,
  DEFAULT_MAX_TASK_SECONDS,
  type DiscoveryNamespaces,
  ENVIRONMENT,
  parseAuth,
  parseDiscoveryNamespaces,
  parsePeers,
  parseSettings,
  type Peer,
  SettingsError,
  type SettingsIssue,
} from "@berth/contract";
import { z } from "zod";
import { parseForwardedHosts } from "./card/forwarded-hosts.js";
import { MAX_TIMER_SECONDS } from "./clock.js";
import { collectIssues } from "./collect-issues.js";
import { type DeletionCostSettings, toDeletionCostSettings } from "./deletion-cost/settings.js";
import { DEFAULT_LOG_LEVEL, LOG_LEVELS, type LogLevel } from "./log.js";
import { COMPATIBILITIES, type Compatibility, DEFAULT_COMPATIBILITY } from "./protocol/version.js";
import {
  EMPTY_WEBHOOK_ALLOWLIST,
  parseWebhookAllowlist,
  type WebhookAllowlist,
} from "./push/webhook-allowlist.js";
import { type SiblingsHost, siblingsHostSchema } from "./siblings/siblings-host.js";
import { toTracingSettings, TRACING_VARIABLES, type TracingSettings } from "./tracing/settings.js";
import { findUnknownVariables } from "./unknown-variables.js";

/** The size in bytes above which a request is refused. */
export const DEFAULT_MAX_BODY_BYTES = 10 * 1024 * 1024;

/**
 * Seconds in which a process that was told to go still takes new tasks. None: in a pod the kubelet
 * has slept for the accept window before it says so.
 */
export const DEFAULT_PROCESS_ACCEPT_WINDOW_SECONDS = 0;

/** What the environment says, with the defaults filled in. */
export interface RuntimeConfig {
  /** Where the card is, when the environment says so. */
  cardFile: string | undefined;
  cardEnvironment: CardEnvironment;
  extendedCardFile: string | undefined;
  cardSigningKeyFile: string | undefined;
  /** Undefined: the usual one. */
  port: number | undefined;
  upstream: UpstreamConfig;
  url: string | undefined;
  peers: Peer[];
  /** The namespaces whose agents are looked for. Undefined: nobody says so. */
  discoveryNamespaces: DiscoveryNamespaces | undefined;
  /** Where the other replicas are. Undefined: there are none to ask. */
  siblingsHost: SiblingsHost | undefined;
  /** Undefined: nobody is asked who they are. */
  auth: AuthConfig | undefined;
  forwardedHosts: string[];
  webhookAllowlist: WebhookAllowlist;
  compatibility: Compatibility;
  /** Undefined: as many as come. */
  maxConcurrentTasks: number | undefined;
  /** Undefined: the default of the queue. */
  maxQueuedTasks: number | undefined;
  logLevel: LogLevel;
  /** Undefined: nothing is traced. */
  tracing: TracingSettings | undefined;
  /** False: a signal ends the process at once. */
  isDrainOn: boolean;
  acceptWindowSeconds: number;
  maxTaskSeconds: number;
  maxBodyBytes: number;
  /** Undefined: the cluster is not told what the deletion of the pod costs. */
  deletionCost: DeletionCostSettings | undefined;
  /** The process runs in a pod. */
  isInPod: boolean;
  /** The address of the pod. */
  podIp: string | undefined;
  /** The variables that look like those of the runtime, and that it does not know. */
  unknownVariables: string[];
}

/** Where the agent behind the proxy is, as far as the environment says so. */
export interface UpstreamConfig {
  /** Where it listens. */
  url: string | undefined;
  /** The path of its card, when it is not where cards are. */
  cardPath: string | undefined;
  /** The path where it takes JSON-RPC, in place of what its card says. */
  rpcPath: string | undefined;
}

/** The members of a card that the environment may hold, as they are there. */
export interface CardEnvironment {
  name: string | undefined;
  description: string | undefined;
  version: string | undefined;
  skills: string | undefined;
}

const MAX_PORT = 65_535;

const URL_RULE = "must be an absolute http or https URL.";
const PATH_RULE = "must be a path that begins with '/'.";
const SWITCH_RULE = "must be 'on' or 'off'.";
const COMPATIBILITY_RULE = `must be ${COMPATIBILITIES.map((name) => `'${name}'`).join(" or ")}.`;
const LOG_LEVEL_RULE = `must be one of ${LOG_LEVELS.join(", ")}.`;

const text = z.string().optional();

function wholeNumber(minimum: number, maximum: number): z.ZodCodec<z.ZodString, z.ZodNumber> {
  const rule = `must be a whole number from ${minimum} to ${maximum}.`;
  return z.codec(
    z.string().regex(/^\d+$/, rule),
    z.number().min(minimum, rule).max(maximum, rule),
    {
      decode: Number,
      encode: String,
    },
  );
}

const schema = z.object({
  [ENVIRONMENT.cardFile]: text,
  [ENVIRONMENT.extendedCardFile]: text,
  [ENVIRONMENT.cardSigningKeyFile]: text,
  [ENVIRONMENT.agentName]: text,
  [ENVIRONMENT.agentDescription]: text,
  [ENVIRONMENT.agentVersion]: text,
  [ENVIRONMENT.agentSkills]: text,
  [ENVIRONMENT.agentUrl]: z.url({ protocol: /^https?$/, error: URL_RULE }).optional(),
  [ENVIRONMENT.port]: wholeNumber(0, MAX_PORT).optional(),
  [ENVIRONMENT.upstreamUrl]: z.url({ protocol: /^https?$/, error: URL_RULE }).optional(),
  [ENVIRONMENT.upstreamCardPath]: z.string().startsWith("/", PATH_RULE).optional(),
  [ENVIRONMENT.upstreamRpcPath]: z.string().startsWith("/", PATH_RULE).optional(),
  [ENVIRONMENT.drain]: z.enum(["on", "off"], SWITCH_RULE).optional(),
  [ENVIRONMENT.acceptWindowSeconds]: wholeNumber(0, MAX_TIMER_SECONDS).optional(),
  [ENVIRONMENT.maxTaskSeconds]: wholeNumber(1, MAX_TIMER_SECONDS).optional(),
  [ENVIRONMENT.maxBodyBytes]: wholeNumber(1, Number.MAX_SAFE_INTEGER).optional(),
  [ENVIRONMENT.maxConcurrentTasks]: wholeNumber(1, Number.MAX_SAFE_INTEGER).optional(),
  [ENVIRONMENT.maxQueuedTasks]: wholeNumber(0, Number.MAX_SAFE_INTEGER).optional(),
  [ENVIRONMENT.siblingsHost]: siblingsHostSchema.optional(),
  [ENVIRONMENT.compatibility]: z.enum(COMPATIBILITIES, COMPATIBILITY_RULE).optional(),
  [ENVIRONMENT.logLevel]: z.enum(LOG_LEVELS, LOG_LEVEL_RULE).optional(),
  [ENVIRONMENT.podDeletionCost]: z.enum(["on", "off"], SWITCH_RULE).optional(),
  [ENVIRONMENT.podIp]: text,
  ...TRACING_VARIABLES,
});

/** The variables that are read by parsers of their own. */
const PARSED_APART: readonly string[] = [
  ENVIRONMENT.auth,
  ENVIRONMENT.discoveryNamespaces,
  ENVIRONMENT.forwardedHosts,
  ENVIRONMENT.peers,
  ENVIRONMENT.webhookAllowlist,
];

/** The environment variables that the runtime reads. */
export const READ_VARIABLES: readonly string[] = [...PARSED_APART, ...Object.keys(schema.shape)];

/**
 * Reads the environment. An empty variable counts as none.
 *
 * @throws SettingsError with all issues at once.
 */
export function readConfig(
  environment: Readonly<Record<string, string | undefined>> = process.env,
): RuntimeConfig {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ""),
  );
  const issues: SettingsIssue[] = [];
  const read = <Value>(name: string, parse: (text: string) => Value): Value | undefined => {
    const { [name]: value } = given;
    return value === undefined ? undefined : collectIssues(issues, () => parse(value));
  };
  const peers = read(ENVIRONMENT.peers, parsePeers);
  const discoveryNamespaces = read(ENVIRONMENT.discoveryNamespaces, parseDiscoveryNamespaces);
  const auth = read(ENVIRONMENT.auth, parseAuth);
  const forwardedHosts = read(ENVIRONMENT.forwardedHosts, parseForwardedHosts);
  const webhookAllowlist = read(ENVIRONMENT.webhookAllowlist, parseWebhookAllowlist);
  const parsed = collectIssues(issues, () => parseSettings(schema, given));
  const deletionCost =
    parsed &&
    collectIssues(issues, () =>
      toDeletionCostSettings({
        isOn: parsed[ENVIRONMENT.podDeletionCost] === "on",
        podName: parsed[ENVIRONMENT.podName],
        podNamespace: parsed[ENVIRONMENT.podNamespace],
      }),
    );
  if (parsed === undefined || issues.length > 0) {
    throw new SettingsError(issues);
  }
  return {
    cardFile: parsed[ENVIRONMENT.cardFile],
    cardEnvironment: {
      name: parsed[ENVIRONMENT.agentName],
      description: parsed[ENVIRONMENT.agentDescription],
      version: parsed[ENVIRONMENT.agentVersion],
      skills: parsed[ENVIRONMENT.agentSkills],
    },
    port: parsed[ENVIRONMENT.port],
    upstream: {
      url: parsed[ENVIRONMENT.upstreamUrl],
      cardPath: parsed[ENVIRONMENT.upstreamCardPath],
      rpcPath: parsed[ENVIRONMENT.upstreamRpcPath],
    },
    url: parsed[ENVIRONMENT.agentUrl],
    extendedCardFile: parsed[ENVIRONMENT.extendedCardFile],
    cardSigningKeyFile: parsed[ENVIRONMENT.cardSigningKeyFile],
    peers: peers ?? [],
    discoveryNamespaces,
    siblingsHost: parsed[ENVIRONMENT.siblingsHost],
    auth,
    forwardedHosts: forwardedHosts ?? [],
    webhookAllowlist: webhookAllowlist ?? EMPTY_WEBHOOK_ALLOWLIST,
    compatibility: parsed[ENVIRONMENT.compatibility] ?? DEFAULT_COMPATIBILITY,
    maxConcurrentTasks: parsed[ENVIRONMENT.maxConcurrentTasks],
    maxQueuedTasks: parsed[ENVIRONMENT.maxQueuedTasks],
    logLevel: parsed[ENVIRONMENT.logLevel] ?? DEFAULT_LOG_LEVEL,
    tracing: toTracingSettings(parsed),
    isDrainOn: parsed[ENVIRONMENT.drain] !== "off",
    acceptWindowSeconds:
      parsed[ENVIRONMENT.acceptWindowSeconds] ?? DEFAULT_PROCESS_ACCEPT_WINDOW_SECONDS,
    maxTaskSeconds: parsed[ENVIRONMENT.maxTaskSeconds] ?? DEFAULT_MAX_TASK_SECONDS,
    maxBodyBytes: parsed[ENVIRONMENT.maxBodyBytes] ?? DEFAULT_MAX_BODY_BYTES,
    deletionCost,
    isInPod: parsed[ENVIRONMENT.podName] !== undefined,
    podIp: parsed[ENVIRONMENT.podIp],
    unknownVariables: findUnknownVariables(given),
  };
}
