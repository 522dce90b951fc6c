import { type AgentCardSettings, toMountedCard } from "@berth/contract";
import { describe, expect, it } from "vitest";
import {
  toCanonicalCard,
  toCanonicalJson,
} from "../../../agent-runtime/src/card/canonical-card.ts";
import { toCardDocument } from "../../../agent-runtime/src/card/card-document.ts";
import { fullCard, smallestCard } from "../../contract/card-fixtures.ts";

const canonicalize = (settings: AgentCardSettings): unknown =>
  JSON.parse(toCanonicalCard(toCardDocument(toMountedCard(settings), [])));

describe("the canonical form of a card (A2A 1.0, section 8.4.1)", () => {
  it("is the card with its members in order and without spaces", () => {
    const document = toCardDocument(toMountedCard(smallestCard), [
      { url: "http://a/", protocolBinding: "JSONRPC", protocolVersion: "1.0" },
    ]);
    expect(toCanonicalCard(document)).toBe(
      '{"capabilities":{"extendedAgentCard":false,"pushNotifications":false,"streaming":true},' +
        '"defaultInputModes":["text/plain"],"defaultOutputModes":["text/plain"],' +
        '"description":"Runs statistics over tables","name":"Data Analysis",' +
        '"skills":[{"description":"Says what is usual","id":"stats","name":"Statistics","tags":["data"]}],' +
        '"supportedInterfaces":[{"protocolBinding":"JSONRPC","protocolVersion":"1.0","url":"http://a/"}],' +
        '"version":"1.4.0"}',
    );
  });

  it("is the same with signatures", () => {
    const document = toCardDocument(toMountedCard(smallestCard), []);
    const signed = { ...document, signatures: [{ protected: "a", signature: "b" }] };
    expect(toCanonicalCard(signed)).toBe(toCanonicalCard(document));
  });

  it("keeps everything that is given, and what is empty only where it is required", () => {
    expect(canonicalize(fullCard)).toEqual({
      ...fullCard,
      supportedInterfaces: [],
      securityRequirements: [{ schemes: { bearer: {} } }, { schemes: { mesh: {} } }],
    });
  });

  it("has no defaults of members that need not be there", () => {
    const code = {
      authorizationUrl: "https://e.com/a",
      tokenUrl: "https://e.com/t",
      scopes: {},
    };
    const card = {
      ...smallestCard,
      capabilities: { extensions: [{ uri: "urn:a", required: false }] },
      securitySchemes: {
        login: {
          oauth2SecurityScheme: { flows: { authorizationCode: { ...code, pkceRequired: false } } },
        },
      },
      securityRequirements: [],
      skills: smallestCard.skills.map((skill) => ({
        ...skill,
        examples: [],
        securityRequirements: [{ schemes: {} }],
      })),
    };
    expect(canonicalize(card)).toEqual({
      ...(canonicalize(smallestCard) as object),
      capabilities: {
        streaming: true,
        pushNotifications: false,
        extendedAgentCard: false,
        extensions: [{ uri: "urn:a" }],
      },
      securitySchemes: { login: { oauth2SecurityScheme: { flows: { authorizationCode: code } } } },
      skills: smallestCard.skills.map((skill) => ({ ...skill, securityRequirements: [{}] })),
    });
    const nothing = { ...smallestCard, capabilities: { extensions: [] }, securitySchemes: {} };
    expect(canonicalize(nothing)).toEqual(canonicalize(smallestCard));
  });
});

describe("canonical JSON (RFC 8785)", () => {
  it("is the example of section 3.2.2 and 3.2.3", () => {
    const value = {
      numbers: [333333333.33333329, 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
      string: "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"/",
      literals: [null, true, false],
    };
    expect(toCanonicalJson(value)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],' +
        '"string":"\u20ac$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
  });

  it("sorts members by their code units, also those that are numbers", () => {
    const value = { "\u20ac": 1, "\r": 2, "\ufb33": 3, "10": 4, "9": 5, "\ud83d\ude00": 6, ö: 7 };
    expect(toCanonicalJson(value)).toBe(
      '{"\\r":2,"10":4,"9":5,"ö":7,"\u20ac":1,"\ud83d\ude00":6,"\ufb33":3}',
    );
  });
});
