/**
 * How a call of a peer went wrong.
 *
 * - `unreachable`: there is no connection, no card, or no token to show who calls. Nothing was sent.
 * - `refused`: the peer said no.
 * - `broken`: the server failed, or the answer makes no sense or came to no end.
 */
export type PeerFailure = "unreachable" | "refused" | "broken";

/** A peer did not answer as it should. */
export class PeerError extends Error {
  readonly peer: string;
  readonly failure: PeerFailure;

  constructor(peer: string, failure: PeerFailure, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "PeerError";
    this.peer = peer;
    this.failure = failure;
  }
}

/** There is no peer of that name. */
export class UnknownPeerError extends Error {
  readonly peer: string;

  constructor(peer: string, known: readonly string[]) {
    super(
      `'${peer}' must be a peer of this agent: ${known.join(", ") || "it has none"}. Name it in 'peers' of the deployment, or in A2A_PEERS.`,
    );
    this.name = "UnknownPeerError";
    this.peer = peer;
  }
}
