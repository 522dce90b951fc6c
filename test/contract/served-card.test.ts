import { parseServedCard, toMountedCard } from "@berth/contract";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyCard } from "./card-fixtures.ts";
import { catchReasons } from "./catch-issues.ts";

const supportedInterfaces = [
  { url: "http://research:8000/", protocolBinding: "JSONRPC", protocolVersion: "1.0" },
];

describe("parseServedCard", () => {
  it("fills in what a caller can do without", () => {
    expect(
      parseServedCard({ name: "Research", supportedInterfaces, skills: [{ id: "a" }] }),
    ).toEqual({
      name: "Research",
      description: "",
      version: "",
      supportedInterfaces,
      capabilities: { streaming: false },
      skills: [{ id: "a", name: "", description: "", tags: [] }],
    });
  });

  it("keeps what it does not know, since newer agents know more (A2A 1.0, section 3.6)", () => {
    const card = {
      name: "Research",
      description: "",
      version: "2",
      supportedInterfaces: [{ ...supportedInterfaces[0], tenant: "a", weight: 3 }],
      capabilities: { streaming: true, dreams: true },
      skills: [{ id: "a", name: "A", description: "", tags: [], price: 1 }],
      mood: "good",
    };
    expect(parseServedCard(card)).toEqual(card);
  });

  it("reads what every card of ours becomes when it is served", () => {
    fc.assert(
      fc.property(anyCard, (settings) => {
        const served = { ...toMountedCard(settings), supportedInterfaces };
        expect(parseServedCard(JSON.parse(JSON.stringify(served)))).toEqual(served);
      }),
    );
  });

  it("refuses a card without a place to call, and says what such a card is", () => {
    expect(
      catchReasons(() =>
        parseServedCard({ name: "Old", url: "http://old:8000", supportedInterfaces: [] }),
      ),
    ).toEqual([
      "'supportedInterfaces' must have at least one entry: cards before A2A 1.0 have none.",
    ]);
  });

  it("names everything that a caller misses at once", () => {
    expect(catchReasons(() => parseServedCard({ url: "http://old:8000" }))).toEqual([
      "'name' must be given.",
      "'supportedInterfaces' must be given.",
    ]);
  });

  it.each([null, "card", [], undefined])("refuses what is no card: %j", (card) => {
    expect(catchReasons(() => parseServedCard(card))).toHaveLength(1);
  });
});
