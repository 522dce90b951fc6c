import type { Clash } from "../clashes.js";
import { AgentMonitoringKind } from "../monitoring-args.js";
import { readMember } from "../plain-object.js";
import { RULES } from "../rules.js";

/** What is nothing but parts of the NetworkPolicy. */
const POLICY_PARTS = [
  ["network", "callers"],
  ["network", "callerNamespaces"],
  ["network", "discovery"],
  ["network", "allowFrom"],
  ["network", "allowTo"],
  ["network", "internet"],
  ["exposure", "from"],
  ["monitoring", "prometheus"],
];

const POD_MONITOR_PARTS = ["intervalSeconds", "labels"];
const TLS_SECRET_PATH = ["exposure", "ingress", "tlsSecretName"];

/** Finds what is given to an object that is not made, or has no use, and what one needs and lacks. */
export function* findNetworkClashes(args: unknown): Generator<Clash> {
  yield* findPolicyClashes(args);
  if (
    readMember(args, ["exposure", "tls"]) === false &&
    readMember(args, TLS_SECRET_PATH) !== undefined
  ) {
    yield { path: TLS_SECRET_PATH, rule: RULES.exposureWithoutTls };
  }
  const { None } = AgentMonitoringKind;
  if ((readMember(args, ["monitoring", "kind"]) ?? None) === None) {
    for (const path of POD_MONITOR_PARTS.map((part) => ["monitoring", part])) {
      if (readMember(args, path) !== undefined) {
        yield { path, rule: RULES.monitoringOfNothing };
      }
    }
  }
}

function* findPolicyClashes(args: unknown): Generator<Clash> {
  if (readMember(args, ["network", "policy"]) === false) {
    for (const path of POLICY_PARTS) {
      if (readMember(args, path) !== undefined) {
        yield { path, rule: RULES.withoutPolicy };
      }
    }
  } else if (
    readMember(args, ["exposure", "ingress"]) !== undefined &&
    readMember(args, ["exposure", "from"]) === undefined
  ) {
    yield { path: ["exposure", "from"], rule: RULES.exposureFrom };
  }
}
