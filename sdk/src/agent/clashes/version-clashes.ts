import { DEFAULT_ACCEPT_WINDOW_SECONDS } from "@berth/contract";
import { FIRST_MINORS, toKubernetesMinor } from "../../kubernetes-version.js";
import { AgentRuntimeMode } from "../args.js";
import type { Clash } from "../clashes.js";
import { DEFAULT_KUBERNETES_VERSION } from "../defaults.js";
import { AgentTrafficDistribution } from "../network-args.js";
import { readMember } from "../plain-object.js";
import { RULES } from "../rules.js";

const ACCEPT_WINDOW_PATH = ["drain", "acceptWindowSeconds"];
const IDLEST_PATH = ["scaling", "idlestPodFirst"];
const HOST_USERS_PATH = ["pod", "hostUsers"];
const TOLERANCE_PATHS = [
  ["scaling", "scaleUp", "tolerance"],
  ["scaling", "scaleDown", "tolerance"],
];
const TRAFFIC_PATH = ["network", "trafficDistribution"];

/** The first versions with the ways in which a Service leads callers. */
const TRAFFIC_MINORS = new Map<unknown, number>([
  [AgentTrafficDistribution.PreferClose, FIRST_MINORS.preferClose],
  [AgentTrafficDistribution.PreferSameZone, FIRST_MINORS.preferSameZoneOrNode],
  [AgentTrafficDistribution.PreferSameNode, FIRST_MINORS.preferSameZoneOrNode],
]);

/** Finds what the version of Kubernetes lacks. */
export function* findVersionClashes(args: unknown): Generator<Clash> {
  const version = readMember(args, ["kubernetesVersion"]) ?? DEFAULT_KUBERNETES_VERSION;
  const minor = typeof version === "string" ? toKubernetesMinor(version) : undefined;
  if (typeof version !== "string" || minor === undefined) {
    return;
  }
  for (const [path, first] of findNeeds(args)) {
    if (minor < first) {
      yield { path, rule: RULES.needsKubernetes(first, version) };
    }
  }
  const acceptWindow = readMember(args, ACCEPT_WINDOW_PATH) ?? DEFAULT_ACCEPT_WINDOW_SECONDS;
  if (
    minor < FIRST_MINORS.preStopSleep &&
    readMember(args, ["runtime", "mode"]) === AgentRuntimeMode.None &&
    typeof acceptWindow === "number" &&
    acceptWindow > 0
  ) {
    yield { path: ACCEPT_WINDOW_PATH, value: acceptWindow, rule: RULES.noPreStopSleep(version) };
  }
}

function* findNeeds(args: unknown): Generator<[string[], number]> {
  for (const path of TOLERANCE_PATHS) {
    if (readMember(args, path) !== undefined) {
      yield [path, FIRST_MINORS.scalingTolerance];
    }
  }
  if (readMember(args, IDLEST_PATH) === true) {
    yield [IDLEST_PATH, FIRST_MINORS.validatingAdmissionPolicy];
  }
  const trafficMinor = TRAFFIC_MINORS.get(readMember(args, TRAFFIC_PATH));
  if (trafficMinor !== undefined) {
    yield [TRAFFIC_PATH, trafficMinor];
  }
  if (readMember(args, HOST_USERS_PATH) === false) {
    yield [HOST_USERS_PATH, FIRST_MINORS.podUsers];
  }
}
