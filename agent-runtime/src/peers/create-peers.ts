import type { Peer } from "@berth/contract";
import type { PeerCallOptions, PeerClient, Peers } from "./peer.js";
import { createPeerClient, type PeerClientOptions, type PeerOutcome } from "./peer-client.js";
import { UnknownPeerError } from "./peer-error.js";

/**
 * Makes the peers of a task from its signal, and from what tells how many milliseconds are left of its
 * time; undefined for as many as it takes.
 */
export type CreateTaskPeers = (
  signal: AbortSignal,
  getRemainingMs: () => number | undefined,
) => Peers;

/**
 * Makes the peers of an agent. A task gets its own: when its signal is aborted, what it asked of
 * peers is cancelled too, and no peer is given more time than is left of that of the task.
 */
export function createPeers(
  peers: readonly Peer[],
  onCall: (peer: string, outcome: PeerOutcome) => void,
  tracing?: PeerClientOptions["tracing"],
): CreateTaskPeers {
  const names = peers.map(({ name }) => name);
  const options = { onCall, ...(tracing === undefined ? {} : { tracing }) };
  const clients = new Map(peers.map((peer) => [peer.name, createPeerClient(peer, options)]));
  return (taskSignal, getRemainingMs) => ({
    names,
    get: (name) => {
      const client = clients.get(name);
      if (client === undefined) {
        throw new UnknownPeerError(name, names);
      }
      return bind(client, taskSignal, getRemainingMs);
    },
  });
}

function bind(
  client: PeerClient,
  taskSignal: AbortSignal,
  getRemainingMs: () => number | undefined,
): PeerClient {
  const toOptions = ({ signal, timeoutMs }: PeerCallOptions = {}): PeerCallOptions => {
    const remainingMs = getRemainingMs();
    // A task whose time is over is about to hear of it by its signal.
    const leastMs =
      remainingMs === undefined
        ? timeoutMs
        : Math.max(1, Math.min(remainingMs, timeoutMs ?? Infinity));
    return {
      signal: signal === undefined ? taskSignal : AbortSignal.any([taskSignal, signal]),
      ...(leastMs === undefined ? {} : { timeoutMs: leastMs }),
    };
  };
  return {
    ...client,
    stream: (message, options) => client.stream(message, toOptions(options)),
    ask: (message, options) => client.ask(message, toOptions(options)),
  };
}
