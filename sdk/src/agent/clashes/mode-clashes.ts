import {
  ADMIN_PORT,
  DEFAULT_AGENT_PORT,
  METRICS,
  METRICS_PORT,
  SIDECAR_PORT,
} from "@berth/contract";
import { ScalingBackend } from "../../scaling-backend.js";
import { AgentRuntimeMode } from "../args.js";
import type { Clash } from "../clashes.js";
import { DEFAULT_RUNTIME_MODE } from "../defaults.js";
import { AgentMonitoringKind } from "../monitoring-args.js";
import { readMember } from "../plain-object.js";
import { readScalingBackend } from "../read-scaling-backend.js";
import { RULES } from "../rules.js";

const METRICS_PORT_PATH = ["monitoring", "port"];
const PROBES = ["startup", "readiness", "liveness"];

/** What is nothing but parts of a sidecar. */
const SIDECAR_PARTS = ["image", "resources", "env", "cardPath", "rpcPath"];

/** Finds what does not go with where the runtime is. */
export function* findModeClashes(args: unknown): Generator<Clash> {
  switch (readMember(args, ["runtime", "mode"]) ?? DEFAULT_RUNTIME_MODE) {
    case AgentRuntimeMode.Sidecar:
      yield* findTakenPort(args, [SIDECAR_PORT, METRICS_PORT, ADMIN_PORT], RULES.portOfSidecar);
      yield* findClashesWithRuntime(args, AgentRuntimeMode.Sidecar);
      break;
    case AgentRuntimeMode.Embedded:
      yield* findTakenPort(args, [METRICS_PORT, ADMIN_PORT], RULES.portOfRuntime);
      yield* findClashesWithRuntime(args, AgentRuntimeMode.Embedded);
      yield* findPartsOfNoSidecar(args);
      break;
    case AgentRuntimeMode.None:
      yield* findClashesWithoutRuntime(args);
      yield* findPartsOfNoSidecar(args);
  }
}

function* findTakenPort(args: unknown, taken: unknown[], rule: string): Generator<Clash> {
  if (taken.includes(readMember(args, ["port"]))) {
    yield { path: ["port"], rule };
  }
}

function* findClashesWithRuntime(args: unknown, mode: AgentRuntimeMode): Generator<Clash> {
  for (const path of PROBES.map((probe) => ["probes", probe, "path"])) {
    if (readMember(args, path) !== undefined) {
      yield { path, rule: RULES.probePath(mode) };
    }
  }
  for (const path of [METRICS_PORT_PATH, ["monitoring", "path"]]) {
    if (readMember(args, path) !== undefined) {
      yield { path, rule: RULES.metricsOfRuntime(mode) };
    }
  }
}

function* findPartsOfNoSidecar(args: unknown): Generator<Clash> {
  for (const path of SIDECAR_PARTS.map((part) => ["runtime", part])) {
    if (readMember(args, path) !== undefined) {
      yield { path, rule: RULES.sidecarPart };
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
