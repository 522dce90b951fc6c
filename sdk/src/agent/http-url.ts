/** Tells whether a text is an absolute URL of http. What has credentials is told elsewhere. */
export function isTellableUrl(text: string): boolean {
  return hasCredentials(text) || isHttp(URL.parse(text));
}

/** Tells whether a URL has a user or a password. What is no URL of http is taken to have them where it could. */
export function hasCredentials(text: string): boolean {
  const url = URL.parse(text);
  return isHttp(url) ? url.username !== "" || url.password !== "" : text.includes("@");
}

function isHttp(url: URL | null): url is URL {
  return url !== null && ["http:", "https:"].includes(url.protocol);
}
