/** The host that a URL leads to, an IPv6 address without its brackets. */
export function getUrlHost({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, "");
}

/** The port that a URL leads to, also where it does not name it. */
export function getUrlPort({ port, protocol }: URL): number {
  return port === "" ? (protocol === "https:" ? 443 : 80) : Number(port);
}
