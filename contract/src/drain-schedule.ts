import { z } from "zod";
import { parseSettings } from "./settings.js";

/** How a pod goes away. */
export interface DrainSettings {
  /** Seconds the drain waits for running tasks at most. Defaults to `DEFAULT_MAX_TASK_SECONDS`. */
  maxTaskSeconds?: number;
  /**
   * Seconds in which new tasks are still accepted, while the pod disappears from the endpoints.
   * Defaults to `DEFAULT_ACCEPT_WINDOW_SECONDS`.
   */
  acceptWindowSeconds?: number;
  /**
   * Seconds between the last moment for a task and SIGKILL. Defaults to `DEFAULT_MARGIN_SECONDS`.
   */
  marginSeconds?: number;
}

/** The moments of a drain, in seconds from the deletion of the pod. */
export interface DrainSchedule {
  /** Until then new tasks are accepted. */
  acceptWindowSeconds: number;
  /** The part of the accept window in which the process runs on and knows of nothing. */
  preStopSeconds: number;
  /** The rest of it, after SIGTERM: every answer asks its caller to connect anew. */
  handoverSeconds: number;
  /** The tasks that still run are aborted. */
  abortSeconds: number;
  /** The process ends, whatever still runs. */
  closeSeconds: number;
  /** The kubelet sends SIGKILL: the `terminationGracePeriodSeconds` of the pod. */
  terminationGracePeriodSeconds: number;
}

/** What a drain waits for running tasks at most. */
export const DEFAULT_MAX_TASK_SECONDS = 100;

/** Endpoints and gateways follow a deletion within seconds. */
export const DEFAULT_ACCEPT_WINDOW_SECONDS = 5;

/**
 * The end of the accept window belongs to the process. A caller that keeps a connection open never
 * asks the endpoints again: an answer must tell it to.
 */
export const MAX_HANDOVER_SECONDS = 2;

/** Time to abort what is left, and some to spare before SIGKILL. */
export const DEFAULT_MARGIN_SECONDS = 15;

/** The time aborted tasks get to record their end and to tell it to their callers. */
export const ABORT_WINDOW_SECONDS = 10;

/** Node fires a timer of more milliseconds than fit 31 bits at once, which would cut every drain. */
const MAX_GRACE_SECONDS = Math.floor((2 ** 31 - 1) / 1000);

const wholeSecondsFrom = (minimum: number): z.ZodNumber => {
  const message = `must be a whole number of seconds, at least ${minimum}.`;
  return z.number(message).int(message).min(minimum, message);
};

const drainSettingsSchema = z
  .strictObject({
    maxTaskSeconds: wholeSecondsFrom(1).default(DEFAULT_MAX_TASK_SECONDS),
    acceptWindowSeconds: wholeSecondsFrom(0).default(DEFAULT_ACCEPT_WINDOW_SECONDS),
    marginSeconds: wholeSecondsFrom(ABORT_WINDOW_SECONDS + 1).default(DEFAULT_MARGIN_SECONDS),
  })
  .superRefine((settings, context) => {
    const sum = sumSeconds(settings);
    if (sum > MAX_GRACE_SECONDS) {
      context.addIssue({
        code: "custom",
        path: ["maxTaskSeconds"],
        input: settings.maxTaskSeconds,
        message:
          `must leave the grace period at most ${MAX_GRACE_SECONDS} s: with 'acceptWindowSeconds' ` +
          `(${settings.acceptWindowSeconds}) and 'marginSeconds' (${settings.marginSeconds}) it is ` +
          `${sum} s. Lower it.`,
      });
    }
  });

/**
 * Works out when what happens to a pod that goes away.
 *
 * Accept window, tasks and margin follow each other, and the grace period is their sum. The margin
 * has room for `ABORT_WINDOW_SECONDS` and at least one second before SIGKILL.
 *
 * @throws SettingsError when a number is not a whole one in its range, or the sum is impossible.
 */
export function toDrainSchedule(settings: DrainSettings = {}): DrainSchedule {
  const parsed = parseSettings(drainSettingsSchema, settings);
  const { acceptWindowSeconds } = parsed;
  const handoverSeconds = Math.min(acceptWindowSeconds, MAX_HANDOVER_SECONDS);
  const abortSeconds = acceptWindowSeconds + parsed.maxTaskSeconds;
  return {
    acceptWindowSeconds,
    preStopSeconds: acceptWindowSeconds - handoverSeconds,
    handoverSeconds,
    abortSeconds,
    closeSeconds: abortSeconds + ABORT_WINDOW_SECONDS,
    terminationGracePeriodSeconds: sumSeconds(parsed),
  };
}

function sumSeconds(settings: Required<DrainSettings>): number {
  return settings.acceptWindowSeconds + settings.maxTaskSeconds + settings.marginSeconds;
}
