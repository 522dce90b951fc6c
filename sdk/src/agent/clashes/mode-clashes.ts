import { ADMIN_PORT, DEFAULT_AGENT_PORT, METRICS, METRICS_PORT } from "@berth/contract";
import { ScalingBackend } from "../../scaling-backend.js";
import { AgentRuntimeMode } from "../args.js";
import type { Clash } from "../clashes.js";
import { AgentMonitoringKind } from "../monitoring-args.js";
import { readMember } from "../plain-object.js";
import { readScalingBackend } from "../read-scaling-backend.js";
import { RULES } from "../rules.js";

const METRICS_PORT_PATH = ["monitoring", "port"];
const PROBES = ["startup", "readiness", "liveness"];

/** Finds what does not go with where the runtime is. */
export function* findModeClashes(args: unknown): Generator<Clash> {
  const mode = readMember(args, ["runtime", "mode"]);
  if (mode === AgentRuntimeMode.Embedded) {
    yield* findClashesWithRuntime(args);
  } else if (mode === AgentRuntimeMode.None) {
    yield* findClashesWithoutRuntime(args);
  }
}

function* findClashesWithRuntime(args: unknown): Generator<Clash> {
  const taken: unknown[] = [METRICS_PORT, ADMIN_PORT];
  if (taken.includes(readMember(args, ["port"]))) {
    yield { path: ["port"], rule: RULES.portOfRuntime };
  }
  for (const path of PROBES.map((probe) => ["probes", probe, "path"])) {
    if (readMember(args, path) !== undefined) {
      yield { path, rule: RULES.probePath };
    }
  }
  for (const path of [METRICS_PORT_PATH, ["monitoring", "path"]]) {
    if (readMember(args, path) !== undefined) {
      yield { path, rule: RULES.metricsOfRuntime };
    }
  }
}

function* findClashesWithoutRuntime(args: unknown): Generator<Clash> {
  if (readMember(args, ["auth"]) !== undefined) {
    yield { path: ["auth"], rule: RULES.authWithoutRuntime };
  }
  const port = readMember(args, METRICS_PORT_PATH);
  if (port === (readMember(args, ["port"]) ?? DEFAULT_AGENT_PORT)) {
    yield { path: METRICS_PORT_PATH, rule: RULES.metricsPortOfAgent };
  }
  if (port === undefined) {
    yield* findMissingMetrics(args);
  }
}

/** That the port is missing is told once. */
function* findMissingMetrics(args: unknown): Generator<Clash> {
  const backend = readScalingBackend(args);
  if (backend !== undefined && backend !== ScalingBackend.None) {
    const hasSaturation = readMember(args, ["scaling", "targetSaturation"]) !== undefined;
    const { name } = hasSaturation ? METRICS.saturationRatio : METRICS.activeTasks;
    yield { path: METRICS_PORT_PATH, rule: RULES.scalingMetricMissing(name) };
  } else if (readMember(args, ["monitoring", "kind"]) === AgentMonitoringKind.PodMonitor) {
    yield { path: METRICS_PORT_PATH, rule: RULES.metricsPortMissing };
  } else {
    for (const path of ["path", "prometheus"].map((part) => ["monitoring", part])) {
      if (readMember(args, path) !== undefined) {
        yield { path, rule: RULES.metricsWithoutPort };
      }
    }
  }
}
