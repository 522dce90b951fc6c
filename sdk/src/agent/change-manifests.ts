import { SettingsError } from "@berth/contract";
import { readWithin } from "../settings-issues.js";
import { mergeManifest } from "../strategic-merge.js";
import type { AgentManifests } from "./agent-manifests.js";
import type { AgentManifest } from "./overrides-args.js";
import { isPlainObject, readMember } from "./plain-object.js";
import type { AgentSpec } from "./spec.js";

type Changes = Pick<AgentSpec, "overrides" | "patch">;

/**
 * Changes the objects of an agent as its user wants: `overrides` first, `patch` after them.
 *
 * @throws SettingsError with the issues of an override or of a patch.
 */
export function changeManifests(
  manifests: AgentManifests,
  { overrides, patch }: Changes,
): AgentManifests {
  return Object.fromEntries(
    Object.entries(manifests as unknown as Record<string, AgentManifest | undefined>).map(
      ([kind, manifest]) => {
        if (manifest === undefined) {
          return [kind, undefined];
        }
        const override = overrides[kind as keyof AgentManifests] as object | undefined;
        const merged =
          override === undefined
            ? manifest
            : readWithin(`overrides.${kind}`, () => mergeManifest(manifest, override));
        return [kind, patchManifest(merged, patch)];
      },
    ),
  ) as unknown as AgentManifests;
}

/** What an object is known by: a patch changes all else. */
const IDENTITY = [["apiVersion"], ["kind"], ["metadata", "name"], ["metadata", "namespace"]];

/**
 * Gives an object to the function of the user, which returns it changed, or another one.
 *
 * @throws SettingsError when that is not the same object any more.
 */
export function patchManifest(manifest: AgentManifest, patch: AgentSpec["patch"]): AgentManifest {
  if (patch === undefined) {
    return manifest;
  }
  // Objects share parts, such as labels: a change in place would reach the others.
  const patched: unknown = patch(copyPlain(manifest) as AgentManifest);
  const isSame =
    isPlainObject(patched) &&
    IDENTITY.every((path) => readMember(patched, path) === readMember(manifest, path));
  if (!isSame) {
    const { name = "" } = manifest.metadata as { name?: string };
    const object = `${manifest.kind} ${name}`.trim();
    const reason = `'patch' must return the ${object} it is given, changed or not, under the same name.`;
    throw new SettingsError([{ propertyPath: "patch", reason }]);
  }
  return patched as AgentManifest;
}

/** Copies objects and lists. Anything else, such as an Output, is one and the same for ever. */
function copyPlain(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(copyPlain);
  }
  return isPlainObject(value)
    ? Object.fromEntries(Object.entries(value).map(([name, member]) => [name, copyPlain(member)]))
    : value;
}
