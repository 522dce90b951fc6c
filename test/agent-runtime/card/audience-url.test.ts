import type { IncomingHttpHeaders } from "node:http";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createAudienceUrls } from "../../../agent-runtime/src/card/audience-url.ts";
import { createForwardedHosts } from "../../../agent-runtime/src/card/forwarded-hosts.ts";

const OWN_URL = "http://research.agents:8000/";
const HOST = "agents.example.com";

const find = (headers: IncomingHttpHeaders, ownUrl = OWN_URL): string | undefined =>
  createAudienceUrls(ownUrl, createForwardedHosts([HOST, "*.example.org"]))(headers);

describe("the URL under which a caller reaches the agent", () => {
  it("is the agent's own when no header names a host that is believed", () => {
    expect([
      find({}),
      find({ host: "research.agents:8000" }),
      find({ host: "evil.com", "x-forwarded-host": "evil.com", "x-forwarded-proto": "https" }),
      find({ "x-forwarded-proto": "https", "x-forwarded-prefix": "/a" }),
    ]).toEqual([undefined, undefined, undefined, undefined]);
  });

  it("is made of what the gateway says", () => {
    const headers = { host: "research.agents", "x-forwarded-host": HOST };
    expect([
      find({ ...headers, "x-forwarded-proto": "https" }),
      find({ ...headers, "x-forwarded-proto": "https", "x-forwarded-prefix": "/agents/research" }),
      find({ ...headers, "x-forwarded-proto": "HTTPS", "x-forwarded-prefix": "/agents/" }),
      find({ ...headers, "x-forwarded-proto": "https", "x-forwarded-prefix": "/" }),
    ]).toEqual([
      `https://${HOST}/`,
      `https://${HOST}/agents/research/`,
      `https://${HOST}/agents/`,
      `https://${HOST}/`,
    ]);
  });

  it("is found by the host alone behind a gateway that keeps it", () => {
    expect([
      find({ host: HOST, "x-forwarded-proto": "https" }),
      find({ host: "a.example.org", "x-forwarded-host": "evil.com", "x-forwarded-proto": "https" }),
    ]).toEqual([`https://${HOST}/`, "https://a.example.org/"]);
  });

  it("is of the first proxy where several have added to a header", () => {
    expect(
      find({
        "x-forwarded-host": `${HOST}, inner.svc`,
        "x-forwarded-proto": "https,http",
        "x-forwarded-prefix": "/a, /b",
      }),
    ).toBe(`https://${HOST}/a/`);
  });

  it("is like the agent's own where the gateway does not say", () => {
    expect([
      find({ host: HOST }),
      find({ host: HOST }, "https://research.agents/below/"),
      find({ host: HOST, "x-forwarded-prefix": "/a" }, "https://research.agents/below/"),
    ]).toEqual([`http://${HOST}/`, `https://${HOST}/below/`, `https://${HOST}/a/`]);
  });

  it("is the agent's own when both are the same", () => {
    expect(find({ host: HOST }, `http://${HOST}/`)).toBeUndefined();
  });

  it.each(["ftp", "javascript", "", "https://"])("has no protocol '%s'", (protocol) => {
    expect(find({ host: HOST, "x-forwarded-proto": protocol })).toBe(`http://${HOST}/`);
  });

  it.each([
    "/../x",
    "/a/..",
    "/a/./b",
    "//evil.com",
    "a",
    "/a b",
    "/a?x",
    "/%2e",
    "/".repeat(9) + "a",
  ])("has no prefix '%s'", (prefix) => {
    expect(find({ host: HOST, "x-forwarded-prefix": prefix })).toBe(`http://${HOST}/`);
  });

  it("has no prefix that is too long to be one", () => {
    const prefix = `/${"a".repeat(300)}`;
    expect(find({ host: HOST, "x-forwarded-prefix": prefix })).toBe(`http://${HOST}/`);
  });

  it("leads to a believed host over HTTP, whatever the headers say", () => {
    const text = fc.oneof(fc.string(), fc.constantFrom(HOST, "/a", "https", "a.example.org"));
    fc.assert(
      fc.property(text, text, text, text, (host, forwarded, protocol, prefix) => {
        const url = find({
          host,
          "x-forwarded-host": forwarded,
          "x-forwarded-proto": protocol,
          "x-forwarded-prefix": prefix,
        });
        if (url !== undefined) {
          const read = new URL(url);
          expect(read.href).toBe(url);
          expect(read.protocol).toMatch(/^https?:$/);
          expect(read.host).toMatch(/^agents\.example\.com$|\.example\.org$/);
        }
      }),
    );
  });
});
