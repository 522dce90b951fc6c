import { ScalingBackend } from "../../scaling-backend.js";
import { AgentRuntimeMode } from "../args.js";
import type { Clash } from "../clashes.js";
import {
  DEFAULT_MAX_REPLICAS,
  DEFAULT_MIN_REPLICAS,
  MAX_SCALING_INTERVAL_SECONDS,
} from "../defaults.js";
import { readList, readMember } from "../plain-object.js";
import { RULES } from "../rules.js";
import { readScalingBackend } from "../read-scaling-backend.js";

const INTERVAL_PATH = ["monitoring", "intervalSeconds"];
const IDLEST_PATH = ["scaling", "idlestPodFirst"];
const RIGHTS_PATH = ["serviceAccount", "rules"];
const KEDA_PATH = ["scaling", "keda"];
const KEDA_URL_PATH = [...KEDA_PATH, "prometheusUrl"];
const MIN_PATH = ["scaling", "minReplicas"];
const SATURATION_PATH = ["scaling", "targetSaturation"];

/** What is nothing but parts of a scaler. */
const SCALER_PARTS = [
  "maxReplicas",
  "targetActiveTasks",
  "targetSaturation",
  "scaleUp",
  "scaleDown",
  "keda",
];

/** Finds what says two things about how many pods there are, and what a scaler lacks or has no use for. */
export function* findScalingClashes(args: unknown): Generator<Clash> {
  const backend = readScalingBackend(args);
  if (backend === undefined) {
    return;
  }
  if (readMember(args, ["replicas"]) !== undefined) {
    yield { path: ["replicas"], rule: RULES.replicasWithScaling };
  }
  if (backend === ScalingBackend.None) {
    yield* findPartsOfNothing(args);
  } else {
    yield* findScalerClashes(args);
    yield* findKedaClashes(args, backend);
    yield* findMonitoringClashes(args);
  }
  if (readMember(args, IDLEST_PATH) === true) {
    yield* findIdlestClashes(args);
  }
}

/** The policy about the deletion cost is about the identity of the pods, whoever gave it its rights. */
function* findIdlestClashes(args: unknown): Generator<Clash> {
  if (readMember(args, ["runtime", "mode"]) === AgentRuntimeMode.None) {
    yield { path: IDLEST_PATH, rule: RULES.idlestWithoutRuntime };
  }
  for (const [index, rule] of readList(args, RIGHTS_PATH).entries()) {
    const hasOne = (member: string, values: string[]) =>
      readList(rule, [member]).some((value) => values.includes(value as string));
    if (
      hasOne("apiGroups", ["", "*"]) &&
      hasOne("resources", ["pods", "*"]) &&
      hasOne("verbs", ["patch", "update"])
    ) {
      yield { path: [...RIGHTS_PATH, index], rule: RULES.idlestWithRights };
    }
  }
}

function* findPartsOfNothing(args: unknown): Generator<Clash> {
  for (const path of SCALER_PARTS.map((part) => ["scaling", part])) {
    if (readMember(args, path) !== undefined) {
      yield { path, rule: RULES.scalingOfNothing };
    }
  }
}

function* findScalerClashes(args: unknown): Generator<Clash> {
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
  if (
    readMember(args, SATURATION_PATH) !== undefined &&
    readMember(args, ["scaling", "targetActiveTasks"]) !== undefined
  ) {
    yield { path: SATURATION_PATH, rule: RULES.twoTargets };
  }
}

function* findMonitoringClashes(args: unknown): Generator<Clash> {
  const interval = readMember(args, INTERVAL_PATH);
  if (typeof interval === "number" && interval > MAX_SCALING_INTERVAL_SECONDS) {
    yield { path: INTERVAL_PATH, rule: RULES.scalingInterval };
  }
}

function* findKedaClashes(args: unknown, backend: unknown): Generator<Clash> {
  if (backend !== ScalingBackend.Keda) {
    if (readMember(args, KEDA_PATH) !== undefined) {
      yield { path: KEDA_PATH, rule: RULES.kedaOfNothing };
    }
  } else if (
    readMember(args, ["platform"]) === undefined &&
    readMember(args, KEDA_URL_PATH) === undefined
  ) {
    yield { path: KEDA_URL_PATH, rule: RULES.kedaUrlMissing };
  }
}
