import type { Expect, Same } from "@berth/contract";
import { z } from "zod";
import { input, inputText, plain } from "../input.js";
import { isQuantity } from "../quantity.js";
import { ScalingBackend } from "../scaling-backend.js";
import {
  DEFAULT_MAX_REPLICAS,
  DEFAULT_MIN_REPLICAS,
  DEFAULT_SCALE_DOWN,
  DEFAULT_SCALE_UP,
  DEFAULT_SCALING_BACKEND,
  DEFAULT_TARGET_ACTIVE_TASKS,
} from "./defaults.js";
import { hasCredentials, isTellableUrl } from "./http-url.js";
import { RULES } from "./rules.js";
import type { AgentScalingArgs } from "./scaling-args.js";
import { inputCount, inputObjectName, inputWhole } from "./value-schemas.js";

/** Scalers count in thousandths. */
const MIN_TARGET = 0.001;

const behaviorOr = (defaults: typeof DEFAULT_SCALE_UP) =>
  plain(
    z.strictObject({
      stabilizationWindowSeconds: inputWhole(0, 3600, RULES.stabilizationWindow).default(
        defaults.stabilizationWindowSeconds,
      ),
      pods: inputCount.default(defaults.pods),
      periodSeconds: inputWhole(1, 1800, RULES.scalingPeriod).default(defaults.periodSeconds),
      tolerance: inputText(isQuantity, RULES.quantity).optional(),
    }),
  ).prefault({});

const kedaSchema = plain(
  z.strictObject({
    prometheusUrl: inputText(isTellableUrl, RULES.prometheusUrl).optional(),
    authentication: plain(
      z.strictObject({
        name: inputObjectName,
        clusterWide: plain(z.boolean()).default(false),
        modes: inputText(isKedaModes, RULES.kedaModes),
      }),
    ).optional(),
  }),
).prefault({});

/** The schema of how many pods there are for how many tasks. */
export const scalingSchema = plain(
  z
    .strictObject({
      backend: plain(z.enum(ScalingBackend, RULES.scalingBackend)).default(DEFAULT_SCALING_BACKEND),
      minReplicas: inputCount.default(DEFAULT_MIN_REPLICAS),
      maxReplicas: inputCount.default(DEFAULT_MAX_REPLICAS),
      targetActiveTasks: inputCount.default(DEFAULT_TARGET_ACTIVE_TASKS),
      targetSaturation: input(
        z
          .number(RULES.targetSaturation)
          .min(MIN_TARGET, RULES.targetSaturation)
          .max(1, RULES.targetSaturation),
      ).optional(),
      scaleUp: behaviorOr(DEFAULT_SCALE_UP),
      scaleDown: behaviorOr(DEFAULT_SCALE_DOWN),
      idlestPodFirst: plain(z.boolean()).default(false),
      keda: kedaSchema,
    })
    .superRefine(({ backend, keda: { prometheusUrl } }, context) => {
      if (typeof prometheusUrl === "string" && hasCredentials(prometheusUrl)) {
        const message = RULES.prometheusCredentials("scaling.keda.prometheusUrl");
        context.addIssue({ code: "custom", path: ["backend"], input: backend, message });
      }
    }),
);

/** @internal */
export type _AgentScalingArgsInStep = Expect<Same<AgentScalingArgs, z.input<typeof scalingSchema>>>;

function isKedaModes(text: string): boolean {
  const modes = text.split(",");
  return (
    modes.every((mode) => ["bearer", "basic", "tls", "custom"].includes(mode)) &&
    !["bearer", "basic"].every((mode) => modes.includes(mode))
  );
}
