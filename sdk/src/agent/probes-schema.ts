import type { Expect, Same } from "@berth/contract";
import { z } from "zod";
import { plain } from "../input.js";
import {
  DEFAULT_LIVENESS_PROBE,
  DEFAULT_READINESS_PROBE,
  DEFAULT_STARTUP_PROBE,
} from "./defaults.js";
import type { AgentProbesArgs } from "./probes-args.js";
import { inputCount, inputPath } from "./value-schemas.js";

const timesOr = (defaults: { periodSeconds: number; timeoutSeconds: number }) => ({
  path: inputPath.optional(),
  periodSeconds: inputCount.default(defaults.periodSeconds),
  timeoutSeconds: inputCount.default(defaults.timeoutSeconds),
});

const probeOr = (defaults: typeof DEFAULT_READINESS_PROBE) =>
  plain(
    z.strictObject({
      ...timesOr(defaults),
      failureThreshold: inputCount.default(defaults.failureThreshold),
    }),
  ).prefault({});

/** The schema of how a pod is asked how it is. How long it may take to start is up to its rollout. */
export const probesSchema = plain(
  z.strictObject({
    startup: plain(
      z.strictObject({
        ...timesOr(DEFAULT_STARTUP_PROBE),
        failureThreshold: inputCount.optional(),
      }),
    ).prefault({}),
    readiness: probeOr(DEFAULT_READINESS_PROBE),
    liveness: probeOr(DEFAULT_LIVENESS_PROBE),
  }),
).prefault({});

/** @internal */
export type _AgentProbesArgsInStep = Expect<
  Same<AgentProbesArgs | undefined, z.input<typeof probesSchema>>
>;
