import { toMountedCard } from "@berth/contract";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toCardDocument, toInterfaces } from "../../../agent-runtime/src/card/card-document.ts";
import { anyCard, fullCard } from "../../contract/card-fixtures.ts";

const URL_IN_CLUSTER = "http://research.agents:8000/";

describe("the card as callers get it (A2A 1.0, section 4.4.1)", () => {
  it("has where the agent speaks, and every member as it was written", () => {
    const card = toMountedCard(fullCard);
    const interfaces = toInterfaces(URL_IN_CLUSTER, false);
    const document = toCardDocument(card, interfaces);
    expect(document).toEqual({ ...fullCard, supportedInterfaces: interfaces });
    expect(Object.keys(document).slice(0, 3)).toEqual([
      "name",
      "description",
      "supportedInterfaces",
    ]);
  });

  it("loses nothing of any card, not even what is empty", () => {
    fc.assert(
      fc.property(anyCard, (settings) => {
        const card = toMountedCard(settings);
        const { supportedInterfaces, ...rest } = JSON.parse(
          JSON.stringify(toCardDocument(card, [])),
        ) as Record<string, unknown>;
        expect(supportedInterfaces).toEqual([]);
        expect(rest).toEqual(JSON.parse(JSON.stringify(card)));
      }),
    );
  });
});

describe("where an agent speaks (A2A 1.0, section 8.3.1)", () => {
  it("is one URL for each binding and version, the preferred one first", () => {
    expect(toInterfaces(URL_IN_CLUSTER, true)).toEqual([
      { url: URL_IN_CLUSTER, protocolBinding: "JSONRPC", protocolVersion: "1.0" },
      {
        url: "http://research.agents:8000",
        protocolBinding: "HTTP+JSON",
        protocolVersion: "1.0",
      },
      { url: URL_IN_CLUSTER, protocolBinding: "JSONRPC", protocolVersion: "0.3" },
      {
        url: "http://research.agents:8000",
        protocolBinding: "HTTP+JSON",
        protocolVersion: "0.3",
      },
    ]);
  });

  it("is A2A 1.0 alone without compatibility", () => {
    const versions = toInterfaces(URL_IN_CLUSTER, false).map(
      ({ protocolVersion }) => protocolVersion,
    );
    expect(versions).toEqual(["1.0", "1.0"]);
  });
});
