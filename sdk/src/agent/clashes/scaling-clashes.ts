import type { Clash } from "../clashes.js";
import { DEFAULT_MAX_REPLICAS, DEFAULT_MIN_REPLICAS } from "../defaults.js";
import { readMember } from "../plain-object.js";
import { RULES } from "../rules.js";

const MIN_PATH = ["scaling", "minReplicas"];

/** Finds what says two things about how many pods there are. */
export function* findScalingClashes(args: unknown): Generator<Clash> {
  if (readMember(args, ["scaling"]) === undefined) {
    return;
  }
  if (readMember(args, ["replicas"]) !== undefined) {
    yield { path: ["replicas"], rule: RULES.replicasWithScaling };
  }
  const given = {
    min: readMember(args, MIN_PATH),
    max: readMember(args, ["scaling", "maxReplicas"]),
  };
  const { min = DEFAULT_MIN_REPLICAS, max = DEFAULT_MAX_REPLICAS } = given;
  if (typeof min === "number" && typeof max === "number" && max >= 1 && min > max) {
    const hasDefault = given.min === undefined || given.max === undefined;
    const rule = hasDefault ? RULES.minReplicasAboveDefault(max) : RULES.minReplicasAboveMax(max);
    yield { path: MIN_PATH, value: min, rule };
  }
}
