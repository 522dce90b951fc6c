import { ScalingBackend } from "../../scaling-backend.js";
import { AgentRuntimeMode } from "../args.js";
import type { Clash } from "../clashes.js";
import { AgentMonitoringKind } from "../monitoring-args.js";
import { readMember } from "../plain-object.js";
import { RULES } from "../rules.js";
import { readScalingBackend } from "../read-scaling-backend.js";

const BACKEND_PATH = ["scaling", "backend"];
const KIND_PATH = ["monitoring", "kind"];

/** Finds what differs from the platform, as far as that is known. */
export function* findPlatformClashes(args: unknown): Generator<Clash> {
  const backend = readScalingBackend(args);
  if (backend !== undefined && backend !== ScalingBackend.None) {
    yield* findDifference(args, "scalingBackend", BACKEND_PATH, backend);
  }
  if (hasMetrics(args)) {
    const kind = readMember(args, KIND_PATH) ?? AgentMonitoringKind.None;
    yield* findDifference(args, "monitoringKind", KIND_PATH, kind);
  }
}

/** What is no known value is told by its own schema. */
function* findDifference(
  args: unknown,
  property: string,
  path: string[],
  value: unknown,
): Generator<Clash> {
  const wanted = readMember(args, ["platform", property]);
  const known: unknown[] = [
    ...Object.values(ScalingBackend),
    ...Object.values(AgentMonitoringKind),
  ];
  if (typeof wanted === "string" && known.includes(wanted) && known.includes(value)) {
    if (wanted !== value) {
      yield { path, value, rule: RULES.platformDiffers(path.join("."), wanted) };
    }
  }
}

/** An image without a runtime may have no metrics, and then no Prometheus looks for it. */
function hasMetrics(args: unknown): boolean {
  return (
    readMember(args, ["runtime", "mode"]) !== AgentRuntimeMode.None ||
    readMember(args, ["monitoring", "port"]) !== undefined
  );
}
