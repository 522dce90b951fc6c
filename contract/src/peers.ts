import { z } from "zod";
import { given, url } from "./card-text.js";
import { ENVIRONMENT } from "./environment.js";
import { parseSettings, SettingsError } from "./settings.js";
import type { Expect, Same } from "./type-check.js";

/** An agent that this one may call. */
export interface Peer {
  /** The name of the peer, by which a program asks for it. */
  name: string;
  /** The root of the peer: its card is found from there. */
  url: string;
  /**
   * The file with the token that shows the peer who calls, as the kubelet writes it
   * (https://kubernetes.io/docs/concepts/storage/projected-volumes/#serviceaccounttoken). It changes while
   * a process runs, and is for the host of the URL alone. Without one, callers show nothing.
   */
  tokenFile?: string;
}

const toPeersSchema = (listName: string) =>
  z
    .array(
      z.strictObject({ name: given, url, tokenFile: given.optional() }),
      "must be a list of peers.",
    )
    .superRefine((peers, context) => {
      peers.forEach(({ name }, index) => {
        const first = peers.findIndex((other) => other.name === name);
        if (first !== index) {
          const message = `must differ from '${listName}[${first}].name'.`;
          context.addIssue({ code: "custom", path: [index, "name"], input: name, message });
        }
      });
    });

const listSchema = toPeersSchema("");

/** Issues are told by where they are in the variable. */
const variableSchema = z.object({ [ENVIRONMENT.peers]: toPeersSchema(ENVIRONMENT.peers) });

/** @internal */
export type _PeersInStep = Expect<Same<Peer[], z.input<typeof listSchema>>>;

/** Writes peers the way the environment carries them: their names and URLs, and the files of their tokens. */
export function serializePeers(peers: readonly Peer[]): string {
  return JSON.stringify(peers.map(({ name, url, tokenFile }) => ({ name, url, tokenFile })));
}

/**
 * Reads peers from the environment.
 *
 * @throws SettingsError with all issues at once.
 */
export function parsePeers(text: string): Peer[] {
  let peers: unknown;
  try {
    peers = JSON.parse(text);
  } catch (error) {
    const reason = `'${ENVIRONMENT.peers}' must be a JSON list of peers: ${String(error)}`;
    throw new SettingsError([{ propertyPath: ENVIRONMENT.peers, reason }]);
  }
  return parseSettings(variableSchema, { [ENVIRONMENT.peers]: peers as Peer[] })[ENVIRONMENT.peers];
}

/**
 * Checks a list of peers that comes from elsewhere than the environment.
 *
 * @throws SettingsError with all issues at once, told by where they are in the list: `[0].url`.
 */
export function parsePeerList(peers: readonly unknown[]): Peer[] {
  return parseSettings(listSchema, peers as Peer[]);
}
