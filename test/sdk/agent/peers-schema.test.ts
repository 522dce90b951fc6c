import { describe, expect, it } from "vitest";
import { parseKnownPeers } from "../../../sdk/src/agent/peers-schema.ts";

describe("parseKnownPeers", () => {
  it("accepts peers with a name alone, with a namespace and with a URL", () => {
    const peers = [
      { name: "a" },
      { name: "b", namespace: "other" },
      { name: "c", url: "https://c.example.com/agent" },
    ];
    expect(parseKnownPeers(peers)).toEqual(peers);
  });

  it("refuses what could not be checked before it was known, all at once", () => {
    const peers = [
      { name: "My Peer", namespace: "-" },
      { name: "a", url: "c.example.com" },
      { name: "a" },
      { name: "b", url: "ftp://c" },
      { name: "d", url: "https://d:s3cret@d.example.com" },
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
        "'peers[2].name' (a) must differ from 'peers[1].name'. Remove one of them.",
    );
  });
});
