/**
 * The host of the URL that was given, for a card that names another one, as it does behind a
 * forwarded port. The path is that of the URL if it has one, else the one on the card.
 */
export function keepUrl(given: string, onCard: string): string {
  const kept = new URL(given);
  if (kept.pathname === "/") {
    const { pathname, search } = URL.parse(onCard) ?? kept;
    kept.pathname = pathname;
    kept.search = search;
  }
  return kept.href;
}
