import { HTTP_PATHS, type Peer } from "@berth/contract";
import type { PlaceSourceFactory } from "./agent-place.js";

/** The places on a list. It is always current. */
export function createStaticPlaces(peers: readonly Peer[]): PlaceSourceFactory {
  const places = new Map(
    peers.map(({ name, url }) => [
      name,
      {
        name,
        namespace: undefined,
        url,
        cardUrl: new URL(HTTP_PATHS.card, url).href,
        isReady: undefined,
        edition: "",
        issues: [],
      },
    ]),
  );
  return () => ({ places, isSettled: true, failures: [], close: () => undefined });
}
