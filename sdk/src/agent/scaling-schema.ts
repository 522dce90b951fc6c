import type { Expect, Same } from "@berth/contract";
import { z } from "zod";
import { inputText, plain } from "../input.js";
import { isQuantity } from "../quantity.js";
import {
  DEFAULT_MAX_REPLICAS,
  DEFAULT_MIN_REPLICAS,
  DEFAULT_SCALE_DOWN,
  DEFAULT_SCALE_UP,
  DEFAULT_TARGET_ACTIVE_TASKS,
} from "./defaults.js";
import { RULES } from "./rules.js";
import type { AgentScalingArgs } from "./scaling-args.js";
import { inputCount, inputWhole } from "./value-schemas.js";

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

/** The schema of how many pods there are for how many tasks. */
export const scalingSchema = plain(
  z.strictObject({
    minReplicas: inputCount.default(DEFAULT_MIN_REPLICAS),
    maxReplicas: inputCount.default(DEFAULT_MAX_REPLICAS),
    targetActiveTasks: inputCount.default(DEFAULT_TARGET_ACTIVE_TASKS),
    scaleUp: behaviorOr(DEFAULT_SCALE_UP),
    scaleDown: behaviorOr(DEFAULT_SCALE_DOWN),
  }),
);

/** @internal */
export type _AgentScalingArgsInStep = Expect<Same<AgentScalingArgs, z.input<typeof scalingSchema>>>;
