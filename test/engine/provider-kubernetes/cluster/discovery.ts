import { setTimeout as sleep } from "node:timers/promises";
import { type JsonObject, objectsAt, stringAt } from "../values/json.ts";
import { ApiError, isNotFound } from "./errors.ts";

export interface ApiResource {
  /** The name in paths, such as `deployments`. */
  plural: string;
  isNamespaced: boolean;
}

export interface VersionedKind {
  apiVersion: string;
  kind: string;
}

/** What the API server serves, asked once per version. */
export interface Discovery {
  /** undefined when the API server does not serve the kind. */
  find(kind: VersionedKind): Promise<ApiResource | undefined>;
  /**
   * The path of a kind's objects, in `namespace` if the kind has namespaces.
   * Waits some seconds for a kind whose CRD was just made.
   * @throws ApiError 404 with reason NoKindMatch when the kind stays unknown.
   */
  collectionPath(kind: VersionedKind, namespace: string): Promise<string>;
}

/** A fresh CRD is served within a second or two; asked again after these pauses. */
const RETRY_PAUSES_MS = [100, 200, 300, 400, 500, 500, 500, 1000, 1000, 1500, 2000];

export function createDiscovery(
  get: (path: string) => Promise<JsonObject>,
  retryPausesMs: readonly number[] = RETRY_PAUSES_MS,
): Discovery {
  const versions = new Map<string, Promise<Map<string, ApiResource>>>();

  function resourcesOf(apiVersion: string): Promise<Map<string, ApiResource>> {
    const known = versions.get(apiVersion);
    if (known !== undefined) {
      return known;
    }
    const asked = get(rootPath(apiVersion)).then(toResources, (error: unknown) => {
      versions.delete(apiVersion);
      if (isNotFound(error)) {
        return new Map<string, ApiResource>();
      }
      throw error;
    });
    versions.set(apiVersion, asked);
    return asked;
  }

  async function find({ apiVersion, kind }: VersionedKind): Promise<ApiResource | undefined> {
    return (await resourcesOf(apiVersion)).get(kind);
  }

  return {
    find,
    async collectionPath(kind, namespace) {
      let resource = await find(kind);
      for (const pauseMs of retryPausesMs) {
        if (resource !== undefined) {
          break;
        }
        await sleep(pauseMs);
        versions.delete(kind.apiVersion);
        resource = await find(kind);
      }
      if (resource === undefined) {
        const message = `the API server serves no ${kind.kind} in ${kind.apiVersion}: is its CRD installed?`;
        throw new ApiError(404, { reason: "NoKindMatch", message }, "discovery");
      }
      const scope = resource.isNamespaced ? `/namespaces/${encodeURIComponent(namespace)}` : "";
      return `${rootPath(kind.apiVersion)}${scope}/${resource.plural}`;
    },
  };
}

function rootPath(apiVersion: string): string {
  return apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
}

function toResources(list: JsonObject): Map<string, ApiResource> {
  return new Map(
    objectsAt(list, "resources")
      // `deployments/scale` has a kind of its own, but is no place to keep objects.
      .filter((resource) => !stringAt(resource, "name").includes("/"))
      .map((resource) => [
        stringAt(resource, "kind"),
        { plural: stringAt(resource, "name"), isNamespaced: resource.namespaced === true },
      ]),
  );
}

/** Built-in kinds without a namespace, for a preview without a cluster. */
const CLUSTER_WIDE_KINDS = new Set([
  "APIService",
  "CertificateSigningRequest",
  "ClusterRole",
  "ClusterRoleBinding",
  "ClusterTrustBundle",
  "CSIDriver",
  "CSINode",
  "CustomResourceDefinition",
  "FlowSchema",
  "GatewayClass",
  "IngressClass",
  "MutatingAdmissionPolicy",
  "MutatingAdmissionPolicyBinding",
  "MutatingWebhookConfiguration",
  "Namespace",
  "Node",
  "PersistentVolume",
  "PriorityClass",
  "PriorityLevelConfiguration",
  "RuntimeClass",
  "StorageClass",
  "ValidatingAdmissionPolicy",
  "ValidatingAdmissionPolicyBinding",
  "ValidatingWebhookConfiguration",
  "VolumeAttachment",
]);

/** The best guess when no API server can be asked: built-in kinds are known, others may be either. */
export function isNamespacedByName({ apiVersion, kind }: VersionedKind): boolean {
  const group = apiVersion.split("/")[0] ?? "";
  const isBuiltIn = !group.includes(".") || group.endsWith(".k8s.io");
  return isBuiltIn && !CLUSTER_WIDE_KINDS.has(kind);
}
