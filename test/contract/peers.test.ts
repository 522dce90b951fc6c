import { parsePeers, type Peer, serializePeers } from "@berth/contract";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { catchIssues, catchReasons } from "./catch-issues.ts";

const anyText = fc.string({ minLength: 1, unit: "grapheme" }).filter((text) => text.trim() !== "");

const anyPeer: fc.Arbitrary<Peer> = fc.record(
  { name: anyText, url: fc.webUrl({ validSchemes: ["http", "https"] }), tokenFile: anyText },
  { requiredKeys: ["name", "url"] },
);

describe("peers in the environment", () => {
  it("are read as they were written, in their order", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(anyPeer, { maxLength: 5, selector: ({ name }) => name }),
        (peers) => {
          expect(parsePeers(serializePeers(peers))).toEqual(peers);
        },
      ),
    );
  });

  it("are written without anything but name and URL, and the file of a token where there is one", () => {
    const peer = { name: "research", url: "http://research:8000", namespace: "agents" };
    expect(serializePeers([peer])).toBe('[{"name":"research","url":"http://research:8000"}]');
    expect(serializePeers([{ ...peer, tokenFile: "/tokens/research" }])).toBe(
      '[{"name":"research","url":"http://research:8000","tokenFile":"/tokens/research"}]',
    );
  });

  it("tell every issue at once, by where it is in the variable", () => {
    const text = JSON.stringify([
      { name: "", url: "research:8000" },
      { name: "analysis", uri: "http://analysis:8000" },
      { name: "billing", url: "http://billing:8000", tokenFile: " " },
    ]);
    expect(catchIssues(() => parsePeers(text))).toEqual([
      {
        propertyPath: "A2A_PEERS[0].name",
        reason: "'A2A_PEERS[0].name' () must be a text that is not empty.",
      },
      {
        propertyPath: "A2A_PEERS[0].url",
        reason: "'A2A_PEERS[0].url' (research:8000) must be an absolute http or https URL.",
      },
      { propertyPath: "A2A_PEERS[1].url", reason: "'A2A_PEERS[1].url' must be given." },
      {
        propertyPath: "A2A_PEERS[1].uri",
        reason: "'A2A_PEERS[1].uri' is not a known property. Remove it.",
      },
      {
        propertyPath: "A2A_PEERS[2].tokenFile",
        reason: "'A2A_PEERS[2].tokenFile' ( ) must be a text that is not empty.",
      },
    ]);
  });

  it("refuse two peers of one name: a program asks for them by it", () => {
    const peer = { name: "research", url: "http://research:8000" };
    expect(catchReasons(() => parsePeers(serializePeers([peer, peer])))).toEqual([
      "'A2A_PEERS[1].name' (research) must differ from 'A2A_PEERS[0].name'.",
    ]);
  });

  it.each(["{", "research=http://research:8000"])(
    "name the variable when it is no JSON: %s",
    (text) => {
      expect(catchReasons(() => parsePeers(text))).toEqual([
        expect.stringMatching(/^'A2A_PEERS' must be a JSON list of peers: SyntaxError: /),
      ]);
    },
  );

  it("name the variable when it is no list", () => {
    expect(catchReasons(() => parsePeers('{"name":"research"}'))).toEqual([
      "'A2A_PEERS' must be a list of peers.",
    ]);
  });
});
