import type { Peer } from "@berth/contract";
import { TIMEOUT_HEADER, toTimeoutText } from "../protocol/timeout-header.js";
import { readPeerToken } from "./peer-token.js";

type Headers = Readonly<Record<string, string>>;

/** What the requests of a call have besides their own headers. */
export interface CallHeadersOptions {
  peer: Pick<Peer, "url" | "tokenFile">;
  /** What all of them have, wherever they go. */
  headers: Headers;
  /** How long the answer may still take. Undefined: as long as it takes. */
  getRemainingMs: () => number | undefined;
}

/** The headers of one request. */
export interface CallHeaders {
  headers: Headers;
  /** There is a token, and it is not for this place. */
  isTokenWithheld: boolean;
}

/**
 * Makes what says which headers a request of a call has, asked anew for each: the time runs, and tokens
 * are replaced. The token goes to the scheme, host and port of the peer's URL and nowhere else, whatever
 * a card or a redirect says.
 *
 * The function that it returns throws PeerTokenError where there is no token in the file.
 */
export function createCallHeaders({
  getRemainingMs,
  headers,
  peer,
}: CallHeadersOptions): (target: URL) => Promise<CallHeaders> {
  const { origin } = new URL(peer.url);
  return async (target) => {
    const remainingMs = getRemainingMs();
    const isOwn = target.origin === origin;
    const token =
      peer.tokenFile === undefined || !isOwn ? undefined : await readPeerToken(peer.tokenFile);
    return {
      headers: {
        ...headers,
        ...(remainingMs === undefined ? {} : { [TIMEOUT_HEADER]: toTimeoutText(remainingMs) }),
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
      isTokenWithheld: peer.tokenFile !== undefined && !isOwn,
    };
  };
}
