import { validateHeaderValue } from "node:http";
import type { TaskPushNotificationConfig } from "@a2a-js/sdk";
import { RequestMalformedError } from "@a2a-js/sdk/errors";

/** What the texts of a config may have, in characters: they are kept, and sent in headers. */
const MAX_LENGTHS = { id: 128, url: 2_048, token: 2_048, scheme: 64, credentials: 8_192 };

/** A token of HTTP (RFC 9110, section 5.6.2). */
const SCHEME = /^[\w!#$%&'*+.^`|~-]+$/;

const TOKEN_HEADER = "X-A2A-Notification-Token";

/**
 * Checks the texts of a config, all at once. No message repeats a secret.
 *
 * @throws RequestMalformedError.
 */
export function checkPushConfig({
  id,
  url,
  token,
  authentication,
}: TaskPushNotificationConfig): void {
  const { scheme, credentials } = authentication ?? { scheme: "", credentials: "" };
  const texts = { id, url, token, scheme, credentials };
  const issues = Object.entries(MAX_LENGTHS).flatMap(([member, max]) => {
    const { length } = texts[member as keyof typeof texts];
    const path = toPath(member);
    return length > max
      ? [`'${path}' (${length} characters) must have at most ${max} characters.`]
      : [];
  });
  if (url === "") {
    issues.push("'url' must be given.");
  }
  if (scheme !== "" && !SCHEME.test(scheme)) {
    issues.push("'authentication.scheme' must be the name of an HTTP scheme, such as 'Bearer'.");
  }
  if (scheme === "" && credentials !== "") {
    issues.push("'authentication.scheme' must be given with 'authentication.credentials'.");
  }
  for (const [member, value] of Object.entries({ token, credentials })) {
    if (!isHeaderValue(value)) {
      issues.push(`'${toPath(member)}' must be the value of an HTTP header: in one line.`);
    }
  }
  if (issues.length > 0) {
    throw new RequestMalformedError(issues.join(" "));
  }
}

/** The headers by which a webhook knows who calls. */
export function toAuthenticationHeaders({
  token,
  authentication,
}: TaskPushNotificationConfig): Record<string, string> {
  const { scheme = "", credentials = "" } = authentication ?? {};
  return {
    ...(credentials === "" ? {} : { Authorization: `${scheme} ${credentials}` }),
    ...(token === "" ? {} : { [TOKEN_HEADER]: token }),
  };
}

function toPath(member: string): string {
  return member === "scheme" || member === "credentials" ? `authentication.${member}` : member;
}

function isHeaderValue(value: string): boolean {
  try {
    validateHeaderValue(TOKEN_HEADER, value);
    return true;
  } catch {
    return false;
  }
}
