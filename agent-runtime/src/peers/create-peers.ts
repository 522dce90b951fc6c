import type { Peer } from "@berth/contract";
import type { PeerClient, Peers } from "./peer.js";
import { createPeerClient, type PeerClientOptions, type PeerOutcome } from "./peer-client.js";
import { UnknownPeerError } from "./peer-error.js";

/**
 * Makes the peers of an agent. A task gets its own: when its signal is aborted, what it asked of
 * peers is cancelled too.
 */
export function createPeers(
  peers: readonly Peer[],
  onCall: (peer: string, outcome: PeerOutcome) => void,
  tracing?: PeerClientOptions["tracing"],
): (taskSignal: AbortSignal) => Peers {
  const names = peers.map(({ name }) => name);
  const options = { onCall, ...(tracing === undefined ? {} : { tracing }) };
  const clients = new Map(peers.map((peer) => [peer.name, createPeerClient(peer, options)]));
  return (taskSignal) => ({
    names,
    get: (name) => {
      const client = clients.get(name);
      if (client === undefined) {
        throw new UnknownPeerError(name, names);
      }
      return bind(client, taskSignal);
    },
  });
}

function bind(client: PeerClient, taskSignal: AbortSignal): PeerClient {
  const toSignal = (signal: AbortSignal | undefined): AbortSignal =>
    signal === undefined ? taskSignal : AbortSignal.any([taskSignal, signal]);
  return {
    ...client,
    stream: (message, options) => client.stream(message, { signal: toSignal(options?.signal) }),
    ask: (message, options) => client.ask(message, { signal: toSignal(options?.signal) }),
  };
}
