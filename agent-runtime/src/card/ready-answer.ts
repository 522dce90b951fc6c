import { createHash } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import type { HttpAnswer } from "../http/http-exchange.js";

/** What answers are made of beforehand. */
export interface ReadyContent {
  contentType: string;
  text: string;
  /** Seconds for which callers may keep it. */
  maxAgeSeconds: number;
  /** The headers that the content depends on. */
  vary: readonly string[];
  /** Since when it is served. */
  since: Date;
}

/** A content that is sent as it is: a request costs a look at its headers. */
export interface ReadyAnswer {
  readonly whole: HttpAnswer;
  /** For callers that have it already. */
  readonly unchanged: HttpAnswer;
  readonly etag: string;
  readonly sinceMs: number;
}

/** Makes an answer of a content. */
export function createReadyAnswer(content: ReadyContent): ReadyAnswer {
  const etag = `"${createHash("sha256").update(content.text).digest("base64url").slice(0, 22)}"`;
  const caching = {
    "Cache-Control": `public, max-age=${content.maxAgeSeconds}`,
    ETag: etag,
    "Last-Modified": content.since.toUTCString(),
    ...(content.vary.length > 0 && { Vary: content.vary.join(", ") }),
  };
  return {
    whole: {
      status: 200,
      headers: { "Content-Type": content.contentType, ...caching },
      body: Buffer.from(content.text),
    },
    unchanged: { status: 304, headers: caching, body: "" },
    etag,
    // A header has no more than seconds.
    sinceMs: Math.floor(content.since.getTime() / 1000) * 1000,
  };
}

/** Chooses what to send by what the caller has (RFC 9110, section 13). */
export function chooseAnswer(ready: ReadyAnswer, headers: IncomingHttpHeaders): HttpAnswer {
  const tags = headers["if-none-match"];
  if (tags !== undefined) {
    return tags === ready.etag || hasTag(tags, ready.etag) ? ready.unchanged : ready.whole;
  }
  const since = headers["if-modified-since"];
  // A date that cannot be read is none, and compares as false.
  return since !== undefined && Date.parse(since) >= ready.sinceMs ? ready.unchanged : ready.whole;
}

/** A proxy that packs the content marks the tag as weak. */
function hasTag(list: string, etag: string): boolean {
  return list
    .split(",")
    .map((tag) => tag.trim())
    .some((tag) => tag === "*" || tag === etag || tag === `W/${etag}`);
}
