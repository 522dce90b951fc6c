import { AgentCard } from "@a2a-js/sdk";
import { ClientFactory } from "@a2a-js/sdk/client";
import { parseLegacyAgentCard } from "@a2a-js/sdk/compat/v0_3/client";
import { toMountedCard } from "@berth/contract";
import { describe, expect, it } from "vitest";
import { toCardDocument, toInterfaces } from "../../../agent-runtime/src/card/card-document.ts";
import { toLegacyCardDocument } from "../../../agent-runtime/src/card/legacy-card-document.ts";
import { fullCard } from "../../contract/card-fixtures.ts";

const current = toCardDocument(
  toMountedCard(fullCard),
  toInterfaces("http://research.agents:8000/", true),
);
const legacy = toLegacyCardDocument(current);

/** What comes over the wire. */
const toWire = (card: object): AgentCard => JSON.parse(JSON.stringify(card)) as AgentCard;

describe("a card that is read with the SDK", () => {
  it.each([
    ["A2A 1.0", current],
    ["A2A 0.3, too", legacy],
  ])("leads to A2A 1.0 when it is for %s", async (_, card) => {
    const client = await new ClientFactory().createFromAgentCard(toWire(card));
    expect(client.protocolVersion).toBe("1.0");
    expect(AgentCard.fromJSON(toWire(card))).toEqual(AgentCard.fromJSON(toWire(current)));
  });

  it("is the same agent for a reader of A2A 0.3", () => {
    const read = parseLegacyAgentCard(toWire(legacy));
    const own = AgentCard.fromJSON(toWire(current));
    expect(read).toMatchObject({
      name: own.name,
      description: own.description,
      version: own.version,
      capabilities: { streaming: false, pushNotifications: true, extendedAgentCard: true },
      securityRequirements: own.securityRequirements,
      supportedInterfaces: [
        {
          url: "http://research.agents:8000/",
          protocolBinding: "JSONRPC",
          protocolVersion: "0.3.0",
        },
        { url: "http://research.agents:8000/", protocolBinding: "JSONRPC" },
        { url: "http://research.agents:8000", protocolBinding: "HTTP+JSON" },
      ],
      skills: own.skills,
    });
    expect(
      Object.entries(read.securitySchemes).map(([name, { scheme }]) => [name, scheme?.$case]),
    ).toEqual(
      Object.entries(own.securitySchemes).map(([name, { scheme }]) => [name, scheme?.$case]),
    );
  });
});
