import { API_KEYS_PATH, type AuthConfig } from "@berth/contract";
import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

const VOLUME_NAME = "api-keys";

/** How callers show who they are. */
export interface AuthFacts {
  config: AuthConfig;
  apiKeys: ApiKeyFacts[];
}

/** The key of a caller, and where it is. */
export interface ApiKeyFacts {
  /** The name of the caller. */
  name: string;
  secretName: pulumi.Input<string>;
  key: pulumi.Input<string>;
}

/** The keys of all callers in one volume, a file for each by the name of the caller. */
export function buildApiKeysVolumes(
  keys: readonly ApiKeyFacts[],
): k8s.types.input.core.v1.Volume[] {
  const sources = keys.map(({ name, secretName, key }) => ({
    secret: { name: secretName, items: [{ key, path: name }] },
  }));
  return keys.length === 0 ? [] : [{ name: VOLUME_NAME, projected: { sources } }];
}

/** Where the container finds the keys. */
export function buildApiKeysMounts(
  keys: readonly ApiKeyFacts[],
): k8s.types.input.core.v1.VolumeMount[] {
  return keys.length === 0 ? [] : [{ name: VOLUME_NAME, mountPath: API_KEYS_PATH, readOnly: true }];
}
