import { readWithin } from "../settings-issues.js";
import { mergeManifest } from "../strategic-merge.js";
import type { AgentManifests } from "./agent-manifests.js";
import type { AgentManifest } from "./overrides-args.js";
import type { AgentSpec } from "./spec.js";

type Changes = Pick<AgentSpec, "overrides" | "patch">;

/**
 * Changes the objects of an agent as its user wants: `overrides` first, `patch` after them.
 *
 * @throws SettingsError with the issues of an override.
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

/** Gives an object to the function of the user, which may change it or return another one. */
export function patchManifest(manifest: AgentManifest, patch: AgentSpec["patch"]): AgentManifest {
  return patch === undefined ? manifest : patch(manifest);
}
