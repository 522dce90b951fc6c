import { SettingsError } from "@berth/contract";
import { toAgentFacts } from "./agent/agent-facts.js";
import { buildAgentManifests } from "./agent/agent-manifests.js";
import type { AgentArgs } from "./agent/args.js";
import { buildDiscoveryAccess } from "./agent/discovery-access.js";
import { changeManifests, patchManifest } from "./agent/change-manifests.js";
import { placeManifest } from "./agent/extra-manifests.js";
import type { AgentManifest } from "./agent/overrides-args.js";
import { parseKnownPeers } from "./agent/peers-schema.js";
import { parseKnownPlatform } from "./agent/platform-schema.js";
import { toAgentSpec } from "./agent/spec.js";
import { findLater } from "./input.js";

/** The namespace of objects that name none, unless the provider has another one. */
const DEFAULT_NAMESPACE = "default";

/** How the objects of an Agent are rendered. */
export interface RenderOptions {
  /** The namespace of agents whose args name none. Defaults to none, which means `default`. */
  namespace?: string;
}

/**
 * Renders the objects of an Agent without an engine and without a cluster, in the order in which they
 * are made: for review, linters, and tools that apply manifests themselves.
 *
 * They are what an Agent of the same args applies, but for three things. `spec.replicas` of a Deployment
 * with `scaling` is left out, since it is the scaler's: the component gives it once, at the beginning. A
 * Secret for values in `secrets` has a name, where the component lets the provider make a new one up for
 * each content: apply a rendered one anew under another name, or restart the pods. And nothing tells of a
 * stack: neither labels, nor names of objects outside of the namespace, which `scaling.idlestPodFirst` and
 * `discovery` make.
 *
 * @param name names the agent when the args do not.
 * @throws SettingsError with all issues at once, also for an Output: what is rendered must be known.
 */
export function renderManifests(
  name: string,
  args: AgentArgs,
  { namespace }: RenderOptions = {},
): AgentManifest[] {
  requireKnown(args);
  const spec = toAgentSpec({ ...args, namespace: args.namespace ?? namespace }, name);
  const facts = toAgentFacts(spec, {
    namespace: spec.namespace ?? DEFAULT_NAMESPACE,
    replicas: spec.scaling === undefined ? spec.replicas : undefined,
    readPeers: parseKnownPeers,
    readPlatform: (platform) => parseKnownPlatform(args, platform),
  });
  const manifests = changeManifests(buildAgentManifests(facts), spec);
  const access = buildDiscoveryAccess(facts)
    .flatMap(({ role, roleBinding }) => [role, roleBinding])
    .map((manifest) => patchManifest(manifest, spec.patch));
  const extra = spec.extraManifests.map((manifest) =>
    patchManifest(placeManifest(manifest, spec.namespace), spec.patch),
  );
  const made = Object.values(manifests).filter((manifest) => manifest !== undefined);
  return [...access, ...(made as AgentManifest[]), ...extra].map(withoutUndefined);
}

function requireKnown(args: AgentArgs): void {
  const issues = [...findLater(args, "")].map(({ path: propertyPath }) => ({
    propertyPath,
    reason: `'${propertyPath}' must be plain: an Output is known to an engine only.`,
  }));
  if (issues.length > 0) {
    throw new SettingsError(issues);
  }
}

/** A member that is undefined is none: what writes manifests down would tell the two apart. */
function withoutUndefined(manifest: AgentManifest): AgentManifest {
  return JSON.parse(JSON.stringify(manifest)) as AgentManifest;
}
