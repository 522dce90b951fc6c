import { parsePeerList, type Peer, SettingsError } from "@berth/contract";
import { readFileSync } from "node:fs";

const ENTRY_EXAMPLE = '{ "name": ..., "url": ... }';

/**
 * Reads a file with a list of agents: a JSON list of `{ name, url }`.
 *
 * @param setting names what led to the file, in messages.
 * @throws SettingsError when it cannot be read or is no such list, with all issues at once.
 */
export function readPeersFile(path: string, setting: string): Peer[] {
  const subject = `'${setting}' (${path})`;
  const refuse = (rule: string): SettingsError =>
    new SettingsError([{ propertyPath: setting, reason: `${subject} ${rule}` }]);
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    throw refuse(`must be a file that can be read: ${String(error)}`);
  }
  let peers: unknown;
  try {
    peers = JSON.parse(text);
  } catch (error) {
    throw refuse(`must be JSON: ${String(error)}`);
  }
  if (!Array.isArray(peers)) {
    throw refuse(`must be a list of agents: [${ENTRY_EXAMPLE}].`);
  }
  if (peers.length === 0) {
    throw refuse(`has no agents. Add one: ${ENTRY_EXAMPLE}.`);
  }
  try {
    return parsePeerList(peers);
  } catch (error) {
    if (error instanceof SettingsError) {
      throw new SettingsError(
        error.issues.map(({ propertyPath, reason }) => ({
          propertyPath: `${setting}${propertyPath}`,
          reason: `${subject}: ${reason}`,
        })),
      );
    }
    throw error;
  }
}
