import type { IncomingHttpHeaders } from "node:http";
import { describe, expect, it } from "vitest";
import { chooseAnswer, createReadyAnswer } from "../../../agent-runtime/src/card/ready-answer.ts";

const content = {
  contentType: "application/json",
  text: '{"name":"Äther"}',
  maxAgeSeconds: 60,
  vary: ["A2A-Version", "X-Forwarded-Host"],
  since: new Date("2026-01-01T00:00:05.700Z"),
};
const SINCE = "Thu, 01 Jan 2026 00:00:05 GMT";

const ready = createReadyAnswer(content);

const caching = {
  "Cache-Control": "public, max-age=60",
  ETag: ready.etag,
  "Last-Modified": SINCE,
  Vary: "A2A-Version, X-Forwarded-Host",
};

const choose = (headers: IncomingHttpHeaders) => chooseAnswer(ready, headers).status;

describe("an answer that is ready", () => {
  it("has its bytes and all that caches need (A2A 1.0, section 8.6)", () => {
    expect(chooseAnswer(ready, {})).toEqual({
      status: 200,
      headers: { "Content-Type": "application/json", ...caching },
      body: Buffer.from('{"name":"Äther"}'),
    });
    expect(ready.etag).toMatch(/^"[\w-]{22}"$/);
  });

  it("has no content for who has it already", () => {
    expect(chooseAnswer(ready, { "if-none-match": ready.etag })).toEqual({
      status: 304,
      headers: caching,
      body: "",
    });
  });

  it("has another tag for another content, and depends on no header where there is none", () => {
    const other = createReadyAnswer({ ...content, text: "{}", vary: [] });
    expect(other.etag).not.toBe(ready.etag);
    expect(other.whole.headers).not.toHaveProperty("Vary");
  });

  it.each([
    [`"a", ${ready.etag}`, 304],
    [`W/${ready.etag}`, 304],
    ["*", 304],
    ['"a"', 200],
    [ready.etag.slice(0, -1), 200],
    ["", 200],
  ])("compares tags as RFC 9110, section 13.1.2, says: %s", (tags, status) => {
    expect(choose({ "if-none-match": tags })).toBe(status);
  });

  it.each([
    [SINCE, 304],
    ["Thu, 01 Jan 2026 00:00:06 GMT", 304],
    ["Thu, 01 Jan 2026 00:00:04 GMT", 200],
    ["yesterday", 200],
  ])("compares dates as RFC 9110, section 13.1.3, says: %s", (date, status) => {
    expect(choose({ "if-modified-since": date })).toBe(status);
  });

  it("disregards the date when there is a tag", () => {
    expect(choose({ "if-none-match": '"a"', "if-modified-since": SINCE })).toBe(200);
  });
});
