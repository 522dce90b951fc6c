import { ENVIRONMENT, SettingsError } from "@berth/contract";
import { type ApiServer, POD_API_SERVER } from "../kubernetes-api/api-server.js";

/** Which pod this is, and whom it tells what its deletion costs. */
export interface DeletionCostSettings {
  podName: string;
  podNamespace: string;
  apiServer: ApiServer;
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
  return { podName, podNamespace, apiServer: POD_API_SERVER };
}
