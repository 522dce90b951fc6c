import { describe, expect, it } from "vitest";
import { parseKnownPeers } from "../../../sdk/src/agent/peers-schema.ts";

describe("parseKnownPeers", () => {
  it("accepts peers with a name alone, with a namespace, with a URL and with an audience", () => {
    const peers = [
      { name: "a" },
      { name: "b", namespace: "other" },
      { name: "c", url: "https://c.example.com/agent", audience: "c" },
    ];
    expect(parseKnownPeers(peers)).toEqual(peers);
  });

  it("leaves out what another version of another stack tells of a peer besides", () => {
    const peer = { name: "a", cardUrl: "http://a.agents:8000/card.json" };
    expect(parseKnownPeers([peer])).toEqual([{ name: "a" }]);
  });

  it("refuses what could not be checked before it was known, all at once", () => {
    const peers = [
      { name: "My Peer", namespace: "-" },
      { name: "a", url: "c.example.com" },
      { name: "a" },
      { name: "b", url: "ftp://c" },
      { name: "d", url: "https://d:s3cret@d.example.com" },
      { name: "e", audience: " " },
    ];
    expect(() => parseKnownPeers(peers)).toThrow(
      "'peers[0].name' (My Peer) must be 1 to 63 lower-case letters, digits and hyphens, with a " +
        "letter or digit at both ends.\n" +
        "'peers[0].namespace' (-) must be 1 to 63 lower-case letters, digits and hyphens, with a " +
        "letter or digit at both ends.\n" +
        "'peers[1].url' (c.example.com) must be an absolute http or https URL.\n" +
        "'peers[3].url' (ftp://c) must be an absolute http or https URL.\n" +
        "'peers[4].name' (d) must have a 'url' without a user and a password, since it stands in the " +
        "environment for all to read. Put them into 'secrets'.\n" +
        "'peers[5].audience' ( ) must be a text that is not empty.\n" +
        "'peers[2].name' (a) must differ from 'peers[1].name'. Remove one of them.",
    );
  });
});
