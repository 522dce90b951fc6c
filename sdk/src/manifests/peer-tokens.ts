import { PEER_TOKENS_PATH } from "@berth/contract";
import type * as k8s from "@pulumi/kubernetes";

const VOLUME_NAME = "peer-tokens";

/** How long a token counts. The kubelet writes another one when four fifths of it are over. */
const EXPIRATION_SECONDS = 3600;

/** The token that shows a peer who calls. */
export interface PeerTokenFacts {
  /** The name of the peer. */
  peer: string;
  /** Whom the token is for: nobody else takes it. */
  audience: string;
}

/**
 * The tokens for all peers in one volume, a file for each by the name of the peer
 * (https://kubernetes.io/docs/concepts/storage/projected-volumes/#serviceaccounttoken).
 */
export function buildPeerTokensVolumes(
  tokens: readonly PeerTokenFacts[],
): k8s.types.input.core.v1.Volume[] {
  const sources = tokens.map(({ peer, audience }) => ({
    serviceAccountToken: { audience, expirationSeconds: EXPIRATION_SECONDS, path: peer },
  }));
  return tokens.length === 0 ? [] : [{ name: VOLUME_NAME, projected: { sources } }];
}

/** Where the container of the agent finds the tokens. */
export function buildPeerTokensMounts(
  tokens: readonly PeerTokenFacts[],
): k8s.types.input.core.v1.VolumeMount[] {
  return tokens.length === 0
    ? []
    : [{ name: VOLUME_NAME, mountPath: PEER_TOKENS_PATH, readOnly: true }];
}
