import type * as pulumi from "@pulumi/pulumi";
import { toDiscoveryLogicalNames } from "../names.js";
import { patchManifest } from "./change-manifests.js";
import { createManifestResource } from "./custom-resource.js";
import type { DiscoveryAccess } from "./discovery-access.js";
import type { AgentSpec } from "./spec.js";

/**
 * Makes what lets the pods of an Agent find others, and returns what the pods wait for.
 *
 * @param child gives the options of a child that waits for others.
 */
export function createDiscoveryResources(
  component: string,
  access: readonly DiscoveryAccess[],
  { patch }: AgentSpec,
  child: (...dependsOn: pulumi.Resource[]) => pulumi.CustomResourceOptions,
): pulumi.Resource[] {
  return access.map(({ namespace, role, roleBinding }) => {
    const names = toDiscoveryLogicalNames(component, namespace);
    const made = createManifestResource(names.role, patchManifest(role, patch), child());
    const binding = patchManifest(roleBinding, patch);
    return createManifestResource(names.roleBinding, binding, child(made));
  });
}
