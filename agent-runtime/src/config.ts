import {
  DEFAULT_AGENT_PORT,
  DEFAULT_MAX_TASK_SECONDS,
  ENVIRONMENT,
  parsePeers,
  parseSettings,
  type Peer,
  SettingsError,
  type SettingsIssue,
} from "@berth/contract";
import { z } from "zod";

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
  port: number;
  url: string | undefined;
  peers: Peer[];
  /** False: a signal ends the process at once. */
  isDrainOn: boolean;
  acceptWindowSeconds: number;
  maxTaskSeconds: number;
  maxBodyBytes: number;
  /** The process runs in a pod. */
  isInPod: boolean;
}

/** The members of a card that the environment may hold, as they are there. */
export interface CardEnvironment {
  name: string | undefined;
  description: string | undefined;
  version: string | undefined;
  skills: string | undefined;
}

/** The longest that a timer of Node can wait. */
const MAX_TIMER_SECONDS = Math.floor((2 ** 31 - 1) / 1000);
const MAX_PORT = 65_535;

const URL_RULE = "must be an absolute http or https URL.";
const SWITCH_RULE = "must be 'on' or 'off'.";

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
  [ENVIRONMENT.agentName]: text,
  [ENVIRONMENT.agentDescription]: text,
  [ENVIRONMENT.agentVersion]: text,
  [ENVIRONMENT.agentSkills]: text,
  [ENVIRONMENT.agentUrl]: z.url({ protocol: /^https?$/, error: URL_RULE }).optional(),
  [ENVIRONMENT.port]: wholeNumber(0, MAX_PORT).optional(),
  [ENVIRONMENT.drain]: z.enum(["on", "off"], SWITCH_RULE).optional(),
  [ENVIRONMENT.acceptWindowSeconds]: wholeNumber(0, MAX_TIMER_SECONDS).optional(),
  [ENVIRONMENT.maxTaskSeconds]: wholeNumber(1, MAX_TIMER_SECONDS).optional(),
  [ENVIRONMENT.maxBodyBytes]: wholeNumber(1, Number.MAX_SAFE_INTEGER).optional(),
  [ENVIRONMENT.podName]: text,
});

/** The environment variables that the runtime reads. */
export const READ_VARIABLES: readonly string[] = [ENVIRONMENT.peers, ...Object.keys(schema.shape)];

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
  const { [ENVIRONMENT.peers]: peersText, ...others } = given;
  const issues: SettingsIssue[] = [];
  const peers = collect(issues, () => (peersText === undefined ? [] : parsePeers(peersText)));
  const parsed = collect(issues, () => parseSettings(schema, others));
  if (peers === undefined || parsed === undefined) {
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
    port: parsed[ENVIRONMENT.port] ?? DEFAULT_AGENT_PORT,
    url: parsed[ENVIRONMENT.agentUrl],
    peers,
    isDrainOn: parsed[ENVIRONMENT.drain] !== "off",
    acceptWindowSeconds:
      parsed[ENVIRONMENT.acceptWindowSeconds] ?? DEFAULT_PROCESS_ACCEPT_WINDOW_SECONDS,
    maxTaskSeconds: parsed[ENVIRONMENT.maxTaskSeconds] ?? DEFAULT_MAX_TASK_SECONDS,
    maxBodyBytes: parsed[ENVIRONMENT.maxBodyBytes] ?? DEFAULT_MAX_BODY_BYTES,
    isInPod: parsed[ENVIRONMENT.podName] !== undefined,
  };
}

/** Returns what the call returns; undefined, and its issues kept, when it throws them. */
function collect<Result>(issues: SettingsIssue[], call: () => Result): Result | undefined {
  try {
    return call();
  } catch (error) {
    if (error instanceof SettingsError) {
      issues.push(...error.issues);
      return undefined;
    }
    throw error;
  }
}
