import { describe, expect, it } from "vitest";
import {
  parseAgentUrl,
  parseHeader,
  parseMetricsUrl,
} from "../../../agent-runtime/src/commands/parse-options.ts";

describe("the address of an agent", () => {
  it.each([
    ["http://a.test:8000", "http://a.test:8000/"],
    ["http://a.test/.well-known/agent-card.json", "http://a.test/"],
    ["http://a.test/.well-known/agent.json", "http://a.test/"],
    ["https://a.test/research/.well-known/agent-card.json", "https://a.test/research"],
    ["https://a.test/research/card.json", "https://a.test/research/card.json"],
  ])("is told by %s", (given, url) => {
    expect(parseAgentUrl(given)).toBe(url);
  });
});

describe("the address of metrics", () => {
  it.each([
    ["http://a.test:9466", "http://a.test:9466/metrics"],
    ["http://a.test:9466/", "http://a.test:9466/metrics"],
    ["http://a.test:9466/prometheus", "http://a.test:9466/prometheus"],
  ])("is told by %s", (given, url) => {
    expect(parseMetricsUrl(given)).toBe(url);
  });
});

describe("a header that a person gives", () => {
  it("is added to those before", () => {
    const before = parseHeader("X-API-Key: abc");
    expect(parseHeader("Authorization:Bearer a:b ", before)).toEqual({
      "X-API-Key": "abc",
      Authorization: "Bearer a:b",
    });
  });

  it.each(["s3cret", ": s3cret", "a b: s3cret", "a: s3cret\nb: c"])("is refused as %o", (text) => {
    expect(() => parseHeader(text)).toThrow(
      "It must be the name of a header, a colon, and its value.",
    );
  });
});
