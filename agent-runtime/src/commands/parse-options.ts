import { HTTP_PATHS } from "@berth/contract";
import { InvalidArgumentError } from "commander";
import { validateHeaderName, validateHeaderValue } from "node:http";
import { FORMER_CARD_PATH } from "../card/card-paths.js";
import { MAX_TIMER_SECONDS } from "../clock.js";

const MAX_PORT = 65_535;

/** Reads the number of a port. */
export function parsePort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > MAX_PORT) {
    throw new InvalidArgumentError(`It must be a whole number from 0 to ${MAX_PORT}.`);
  }
  return port;
}

/** Reads the address of an agent, for which that of its card stands as well. */
export function parseAgentUrl(text: string): string {
  const url = URL.parse(text);
  if (url === null || !["http:", "https:"].includes(url.protocol)) {
    throw new InvalidArgumentError("It must be an http or https URL.");
  }
  const { pathname } = url;
  const cardPath = [HTTP_PATHS.card, FORMER_CARD_PATH].find((path) => pathname.endsWith(path));
  if (cardPath !== undefined) {
    url.pathname = pathname.slice(0, -cardPath.length);
  }
  return url.href;
}

/** Reads the address of metrics: at a URL without a path they are where the runtime has them. */
export function parseMetricsUrl(text: string): string {
  const url = new URL(parseAgentUrl(text));
  if (url.pathname === "/") {
    url.pathname = HTTP_PATHS.metrics;
  }
  return url.href;
}

/** Reads the path of a URL. */
export function parsePath(text: string): string {
  if (!text.startsWith("/")) {
    throw new InvalidArgumentError("It must be a path that begins with '/'.");
  }
  return text;
}

/** Reads a number of things, of which there is at least one. */
export function parseCount(text: string): number {
  const count = Number(text);
  if (!/^\d+$/.test(text) || count === 0 || !Number.isSafeInteger(count)) {
    throw new InvalidArgumentError("It must be a whole number from 1.");
  }
  return count;
}

/** Reads a number of seconds. */
export function parseSeconds(text: string): number {
  const seconds = Number(text);
  if (!/^\d+$/.test(text) || seconds === 0 || seconds > MAX_TIMER_SECONDS) {
    throw new InvalidArgumentError(
      `It must be a whole number of seconds from 1 to ${MAX_TIMER_SECONDS}.`,
    );
  }
  return seconds;
}

/** Reads a header, and adds it to those before. */
export function parseHeader(
  text: string,
  before: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const [, name = "", value = ""] = /^([^:]*):(.*)$/s.exec(text) ?? [];
  try {
    validateHeaderName(name.trim());
    validateHeaderValue(name.trim(), value.trim());
  } catch {
    throw new InvalidArgumentError("It must be the name of a header, a colon, and its value.");
  }
  return { ...before, [name.trim()]: value.trim() };
}
