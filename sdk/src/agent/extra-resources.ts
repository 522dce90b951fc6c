import type * as pulumi from "@pulumi/pulumi";
import { toExtraLogicalName } from "../names.js";
import { patchManifest } from "./change-manifests.js";
import { createManifestResource } from "./custom-resource.js";
import { placeManifest } from "./extra-manifests.js";
import type { AgentSpec } from "./spec.js";

/** Makes the objects that a user adds to an Agent. */
export function createExtraResources(
  component: string,
  { extraManifests, namespace, patch }: AgentSpec,
  options: pulumi.CustomResourceOptions,
): void {
  for (const manifest of extraManifests) {
    createManifestResource(
      toExtraLogicalName(component, manifest),
      patchManifest(placeManifest(manifest, namespace), patch),
      options,
    );
  }
}
