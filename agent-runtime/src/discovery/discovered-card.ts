import { parseServedCard, type ServedCard, SettingsError } from "@berth/contract";
import { keepUrl } from "../peers/keep-url.js";

/** The bindings of A2A that are spoken where the card is (A2A 1.0, section 5). */
const BINDINGS = ["JSONRPC", "HTTP+JSON"];

/**
 * Reads the card of an agent that is at a URL. What it says of other hosts is not heeded: the interfaces are at
 * the URL, with the paths on the card, and those of bindings with a port of their own are left out. The
 * signatures go, since they are about other words.
 *
 * @throws SettingsError when it lacks what a caller needs, with all issues at once.
 */
export function toDiscoveredCard(served: unknown, url: string): ServedCard {
  const card = parseServedCard(served);
  delete card["signatures"];
  const supportedInterfaces = card.supportedInterfaces
    .filter(({ protocolBinding }) => BINDINGS.includes(protocolBinding))
    .map((entry) => ({ ...entry, url: keepUrl(url, entry.url) }));
  if (supportedInterfaces.length === 0) {
    const reason = `'supportedInterfaces' must have one with the binding ${BINDINGS.join(" or ")}.`;
    throw new SettingsError([{ propertyPath: "supportedInterfaces", reason }]);
  }
  return { ...card, supportedInterfaces };
}
