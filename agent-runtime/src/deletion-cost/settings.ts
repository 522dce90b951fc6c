import {
  DEFAULT_API_SERVER_CA_FILE,
  DEFAULT_API_SERVER_TOKEN_FILE,
  DEFAULT_API_SERVER_URL,
  ENVIRONMENT,
  SettingsError,
} from "@berth/contract";
import type { ServerTrust } from "../auth/ask-server.js";

/** Which pod this is, and whom it tells what its deletion costs. */
export interface DeletionCostSettings {
  podName: string;
  podNamespace: string;
  apiServer: { url: string; trust: ServerTrust };
}

/** What the environment says about it. */
export interface DeletionCostVariables {
  isOn: boolean;
  podName: string | undefined;
  podNamespace: string | undefined;
}

/**
 * Completes what the environment says; undefined where it is not switched on.
 *
 * @throws SettingsError when it does not say which pod this is.
 */
export function toDeletionCostSettings({
  isOn,
  podName,
  podNamespace,
}: DeletionCostVariables): DeletionCostSettings | undefined {
  if (!isOn) {
    return undefined;
  }
  if (podName === undefined || podNamespace === undefined) {
    const { podDeletionCost: propertyPath } = ENVIRONMENT;
    const reason =
      `'${propertyPath}' (on) must come with ${ENVIRONMENT.podName} and ${ENVIRONMENT.podNamespace}. ` +
      "Set both, or leave it out.";
    throw new SettingsError([{ propertyPath, reason }]);
  }
  return {
    podName,
    podNamespace,
    apiServer: {
      url: DEFAULT_API_SERVER_URL,
      trust: { caFile: DEFAULT_API_SERVER_CA_FILE, tokenFile: DEFAULT_API_SERVER_TOKEN_FILE },
    },
  };
}
