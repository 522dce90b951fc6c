import { parsePeers, type Peer, SettingsError } from "@berth/contract";
import { readFileSync } from "node:fs";

/**
 * Reads a file with a list of agents, in the form of `A2A_PEERS`: a JSON list of `{ name, url }`.
 *
 * @param setting names what led to the file, in messages.
 * @throws SettingsError when it cannot be read or is no such list, with all issues at once.
 */
export function readPeersFile(path: string, setting: string): Peer[] {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    const reason = `'${setting}' (${path}) must be a file that can be read: ${String(error)}`;
    throw new SettingsError([{ propertyPath: setting, reason }]);
  }
  try {
    return parsePeers(text);
  } catch (error) {
    if (error instanceof SettingsError) {
      throw new SettingsError(
        error.issues.map(({ propertyPath, reason }) => ({
          propertyPath,
          reason: `The list of agents (${path}), read as that variable: ${reason}`,
        })),
      );
    }
    throw error;
  }
}
