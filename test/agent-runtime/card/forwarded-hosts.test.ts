import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  createForwardedHosts,
  parseForwardedHosts,
} from "../../../agent-runtime/src/card/forwarded-hosts.ts";
import { catchReasons } from "../../contract/catch-issues.ts";

describe("the hosts whose forwarding headers are believed", () => {
  it("are written as a list, in any case and with spaces", () => {
    expect(
      parseForwardedHosts(
        "Agents.example.com, *.example.org,localhost:8443,,[::1]:80 , *.example.org",
      ),
    ).toEqual(["agents.example.com", "*.example.org", "localhost:8443", "[::1]:80"]);
    expect([parseForwardedHosts(undefined), parseForwardedHosts(" ,")]).toEqual([[], []]);
  });

  it("are refused, each with the rule, where they are none", () => {
    expect(
      catchReasons(() =>
        parseForwardedHosts("https://a.com,a.com/x,*,*.,a b,a.com:port,*.*.com,user@a.com,ok.com"),
      ).map(
        (reason) => /^'A2A_FORWARDED_HOSTS' \((.*)\) must be a list of hosts/.exec(reason)?.[1],
      ),
    ).toEqual([
      "https://a.com",
      "a.com/x",
      "*",
      "*.",
      "a b",
      "a.com:port",
      "*.*.com",
      "user@a.com",
    ]);
  });
});

describe("a host of a request", () => {
  const hosts = createForwardedHosts(["agents.example.com", "*.example.org", "localhost:8443"]);

  it.each([
    ["agents.example.com", "agents.example.com"],
    ["Agents.Example.COM", "agents.example.com"],
    ["a.example.org", "a.example.org"],
    ["a.b.example.org", "a.b.example.org"],
    ["localhost:8443", "localhost:8443"],
  ])("is found when it is '%s'", (given, found) => {
    expect(hosts.find(given)).toBe(found);
  });

  it.each([
    "",
    "example.com",
    "evil.com",
    "agents.example.com.evil.com",
    "agents.example.com:8080",
    "localhost",
    "example.org",
    ".example.org",
    "evil.com/.example.org",
    "evil.com?.example.org",
    "evil.com#.example.org",
    "evil.com@a.example.org",
    "evil.com\\.example.org",
    "a.example.org:99999",
  ])("is none of them when it is '%s'", (given) => {
    expect(hosts.find(given)).toBeUndefined();
  });

  it("is never more than a host, whatever stands in front of an ending", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary-ascii" }), (text) => {
        const found = hosts.find(`${text}.example.org`);
        if (found !== undefined) {
          expect(new URL(`http://${found}/`).host).toBe(found);
        }
      }),
    );
  });

  it("is never found when none is believed", () => {
    const none = createForwardedHosts([]);
    expect([none.isAny, none.find("localhost")]).toEqual([false, undefined]);
  });
});
