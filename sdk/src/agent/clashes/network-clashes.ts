import type { Clash } from "../clashes.js";
import { readMember } from "../plain-object.js";
import { RULES } from "../rules.js";

/** The parts of the network that are nothing but parts of the NetworkPolicy. */
const POLICY_PARTS = ["callers", "callerNamespaces", "allowFrom", "allowTo", "internet"];

/** Finds what a NetworkPolicy is given without being made, or needs and is not given. */
export function* findNetworkClashes(args: unknown): Generator<Clash> {
  if (readMember(args, ["network", "policy"]) === false) {
    for (const path of POLICY_PARTS.map((part) => ["network", part])) {
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
