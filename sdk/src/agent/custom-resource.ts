import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { AgentManifest } from "./overrides-args.js";

/** The resources of the core of Kubernetes, which Pulumi calls by another name than manifests do. */
const CORE = k8s.core.v1 as unknown as Record<string, ManifestResource | undefined>;

type ManifestResource = new (
  name: string,
  manifest: AgentManifest,
  options: pulumi.CustomResourceOptions,
) => k8s.apiextensions.CustomResource;

/** Makes an object of any kind. */
export function createManifestResource(
  name: string,
  manifest: AgentManifest,
  options: pulumi.CustomResourceOptions,
): k8s.apiextensions.CustomResource {
  const isCore = manifest.apiVersion === "v1" && Object.hasOwn(CORE, manifest.kind);
  const Resource = isCore ? CORE[manifest.kind] : undefined;
  return Resource === undefined
    ? new k8s.apiextensions.CustomResource(name, manifest, options)
    : new Resource(name, manifest, options);
}

/** Makes an object of a kind that the cluster may lack, where there is one, and tells its name. */
export function createCustomResource(
  name: string,
  manifest: AgentManifest | undefined,
  options: pulumi.CustomResourceOptions,
): pulumi.Output<string | undefined> {
  return manifest === undefined
    ? pulumi.output(undefined)
    : createManifestResource(name, manifest, options).metadata.name;
}
