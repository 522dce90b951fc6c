import { AgentRuntimeMode } from "../args.js";
import type { Clash } from "../clashes.js";
import { AgentMonitoringKind } from "../monitoring-args.js";
import type { AgentOverridesArgs } from "../overrides-args.js";
import { readList, readMember } from "../plain-object.js";
import { RULES } from "../rules.js";

/** Whether there is an object, and what there must be for it. */
interface Condition {
  condition: string;
  isMet: (args: unknown) => boolean;
}

const isGiven = (...path: string[]): Condition => ({
  condition: `'${path.join(".")}'`,
  isMet: (args) => readMember(args, path) !== undefined,
});

const HAS_RULES: Condition = {
  condition: "'serviceAccount.rules'",
  isMet: (args) => readList(args, ["serviceAccount", "rules"]).length > 0,
};

/** The objects that are not always made. */
const CONDITIONS: Partial<Record<keyof AgentOverridesArgs, Condition>> = {
  secret: {
    condition: "a 'value' in 'secrets'",
    isMet: (args) =>
      readList(args, ["secrets"]).some((secret) => readMember(secret, ["value"]) !== undefined),
  },
  role: HAS_RULES,
  roleBinding: HAS_RULES,
  siblingsService: {
    condition: "the runtime mode Embedded",
    isMet: (args) => readMember(args, ["runtime", "mode"]) === AgentRuntimeMode.Embedded,
  },
  horizontalPodAutoscaler: isGiven("scaling"),
  networkPolicy: {
    condition: "'network.policy'",
    isMet: (args) => readMember(args, ["network", "policy"]) !== false,
  },
  podMonitor: {
    condition: "the monitoring kind PodMonitor",
    isMet: (args) => readMember(args, ["monitoring", "kind"]) === AgentMonitoringKind.PodMonitor,
  },
  httpRoute: isGiven("exposure", "gateway"),
  ingress: isGiven("exposure", "ingress"),
};

/** Finds overrides that change nothing, or what a scaler changes, and objects that are added twice. */
export function* findManifestClashes(args: unknown): Generator<Clash> {
  for (const [object, { condition, isMet }] of Object.entries(CONDITIONS)) {
    const path = ["overrides", object];
    if (readMember(args, path) !== undefined && !isMet(args)) {
      yield { path, rule: RULES.overrideOfNothing(condition) };
    }
  }
  const replicasPath = ["overrides", "deployment", "spec", "replicas"];
  if (readMember(args, ["scaling"]) !== undefined && readMember(args, replicasPath) !== undefined) {
    yield { path: replicasPath, rule: RULES.overrideOfReplicas };
  }
  yield* findSameManifests(args);
}

/** Namespaces that are not known yet are one as far as anybody knows. */
function* findSameManifests(args: unknown): Generator<Clash> {
  const keys = readList(args, ["extraManifests"]).map((manifest) => toKey(manifest, args));
  for (const [index, key] of keys.entries()) {
    const first = keys.indexOf(key);
    if (key !== undefined && first !== index) {
      const path = ["extraManifests", index, "metadata", "name"];
      yield { path, rule: RULES.sameManifest(`extraManifests[${first}].metadata.name`) };
    }
  }
}

function toKey(manifest: unknown, args: unknown): string | undefined {
  const [apiVersion, kind, name] = [["apiVersion"], ["kind"], ["metadata", "name"]].map((path) =>
    readMember(manifest, path),
  );
  if (typeof apiVersion !== "string" || typeof kind !== "string" || typeof name !== "string") {
    return undefined;
  }
  const namespace =
    readMember(manifest, ["metadata", "namespace"]) ?? readMember(args, ["namespace"]);
  const group = apiVersion.split("/").slice(0, -1);
  return JSON.stringify([...group, kind, typeof namespace === "string" ? namespace : "", name]);
}
