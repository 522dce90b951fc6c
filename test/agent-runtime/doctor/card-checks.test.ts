import { describe, expect, it } from "vitest";
import { findFreePort } from "../free-port.ts";
import { serveRaw } from "../peers/raw-servers.ts";
import { type Faults, find, serveBroken, toCard } from "./broken-agent.ts";
import { findAll } from "./examined.ts";

describe("the card", () => {
  it("is missed where nothing listens, and nothing else is looked at", async () => {
    const url = `http://127.0.0.1:${await findFreePort()}`;
    const { Card, ...others } = await findAll(url);
    expect(Card).toMatchObject([
      {
        level: "problem",
        what: expect.stringMatching(/^Nothing answers at .*: connect ECONNREFUSED/) as string,
        remedy: expect.stringContaining("kubectl port-forward") as string,
      },
    ]);
    const given = ["Probes", "Metrics"];
    expect(
      Object.entries(others)
        .filter(([title]) => !given.includes(title))
        .flatMap(([, findings]) => findings.map(({ level }) => level)),
    ).toEqual(Array.from({ length: 7 }, () => "skipped"));
  });

  it.each<[string, Faults, string[]]>([
    [
      "is not found",
      { cardStatus: 404 },
      ["problem: There is no card: URL/.well-known/agent-card.json answers 404."],
    ],
    [
      "lacks members, and has wrong ones",
      {
        card: (url) => ({ ...toCard(url), version: undefined, skills: [], defaultInputModes: [7] }),
      },
      [
        "problem: The card lacks 'version'.",
        "problem: On the card: 'defaultInputModes[0]' (7) must be a media type, such as 'text/plain' or 'application/json'.",
        "problem: On the card: 'skills' must have at least one entry (A2A 1.0, section 5.7).",
        "ok: Callers of A2A 0.3 are not served: their card would have a 'url'.",
      ],
    ],
    [
      "has a member that is new",
      { card: (url) => ({ ...toCard(url), mood: "good" }) },
      [
        "warning: On the card: 'mood' is not a known property. Remove it.",
        "ok: Callers of A2A 0.3 are not served: their card would have a 'url'.",
      ],
    ],
    [
      "is sent as a page",
      { cardHeaders: { "Content-Type": "text/html" } },
      [
        "ok: The card is complete: Data Analysis 1.4.0, 1 skill, JSONRPC 1.0.",
        "warning: The card is sent as 'text/html'.",
        "ok: Callers of A2A 0.3 are not served: their card would have a 'url'.",
      ],
    ],
  ])("may be one that %s", async (_, faults, findings) => {
    const url = await serveBroken(faults);
    expect((await find("Card", url)).map((line) => line.replaceAll(url, "URL"))).toEqual(findings);
  });

  const complete = "ok: The card is complete: Data Analysis 1.4.0, 1 skill, JSONRPC 1.0.";
  const whole = { protocolVersion: "0.3.0", preferredTransport: "JSONRPC" };

  /** Serves callers of A2A 0.3 a card of theirs. */
  const serveBoth = (legacy: object, headers: Record<string, string> = {}): Promise<string> =>
    serveRaw((request, response, url) => {
      const isOld = request.headers["a2a-version"] === "0.3";
      response.writeHead(200, { "Content-Type": "application/json", ...headers });
      response.end(JSON.stringify({ ...toCard(url), ...(isOld ? { url, ...legacy } : {}) }));
    });

  it("is mixed up by caches when it differs by version and does not say so", async () => {
    expect(await find("Card", await serveBoth(whole))).toEqual([
      complete,
      "warning: The card differs by version, and caches are not told so.",
    ]);
    expect(await find("Card", await serveBoth(whole, { Vary: "Accept, A2A-Version" }))).toEqual([
      complete,
      "ok: Callers of A2A 0.3 get a card of their own version.",
    ]);
  });

  it.each<[string, object, string[]]>([
    [
      "lacks members",
      { skills: undefined, defaultInputModes: undefined },
      [
        "problem: On the card for A2A 0.3: 'protocolVersion' must be given.",
        "problem: On the card for A2A 0.3: 'defaultInputModes' must be given.",
        "problem: On the card for A2A 0.3: 'skills' must be given.",
        "warning: The card for A2A 0.3 has no 'preferredTransport': callers take its 'url' for one of JSON-RPC.",
      ],
    ],
    [
      "has wrong ones",
      {
        protocolVersion: "1.0",
        preferredTransport: "",
        url: "/a2a",
        skills: [{ id: "work", name: "Work", description: "Works" }],
      },
      [
        "problem: On the card for A2A 0.3: 'protocolVersion' (1.0) must be a version such as '0.3.0'.",
        "problem: On the card for A2A 0.3: 'url' (/a2a) must be an absolute http or https URL.",
        "problem: On the card for A2A 0.3: 'preferredTransport' () must be a text that is not empty.",
        "problem: On the card for A2A 0.3: 'skills[0].tags' must be given.",
      ],
    ],
  ])("may be one that %s for callers of A2A 0.3", async (_, change, findings) => {
    const url = await serveBoth(change, { Vary: "A2A-Version" });
    expect((await find("Card", url)).filter((line) => line !== complete)).toEqual(findings);
  });

  it.each<[string, Record<string, string>, string[]]>([
    [
      "anew each time",
      {},
      [
        "warning: The card does not say how long it may be kept.",
        "warning: The card has no ETag: it is sent whole to whoever asks whether it changed.",
      ],
    ],
    [
      "for too long, by an ETag that is not understood",
      { "Cache-Control": "public, max-age=86400", ETag: '"a"' },
      [
        "warning: The card may be kept for 86400 s: callers do not see a new one for as long.",
        "warning: The card has an ETag, and whoever sends it back gets status 200 instead of 304.",
      ],
    ],
  ])("may be asked for %s", async (_, cardHeaders, findings) => {
    expect(await find("Card, kept", await serveBroken({ cardHeaders }))).toEqual(findings);
  });
});
