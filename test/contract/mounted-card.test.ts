import {
  type AgentCardSettings,
  parseMountedCard,
  serializeMountedCard,
  toMountedCard,
} from "@berth/contract";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyCard, fullCard, smallestCard } from "./card-fixtures.ts";
import { catchIssues, catchReasons } from "./catch-issues.ts";

function withSkill(skill: object): AgentCardSettings {
  return { ...smallestCard, skills: [{ ...smallestCard.skills[0], ...skill }] as never };
}

describe("toMountedCard", () => {
  it("fills in what a person may leave out: plain text, streams, nothing else", () => {
    expect(toMountedCard(smallestCard)).toEqual({
      ...smallestCard,
      capabilities: { streaming: true, pushNotifications: false, extendedAgentCard: false },
      defaultInputModes: ["text/plain"],
      defaultOutputModes: ["text/plain"],
    });
  });

  it("takes every member there is as it was written", () => {
    expect(toMountedCard(fullCard)).toEqual(fullCard);
  });

  it("names everything that is missing at once", () => {
    expect(catchReasons(() => toMountedCard({} as AgentCardSettings))).toEqual([
      "'name' must be given.",
      "'description' must be given.",
      "'version' must be given.",
      "'skills' must be given.",
    ]);
  });

  it("names every wrong member at once, by its path, with its value and its rule", () => {
    const wrong = {
      ...smallestCard,
      name: "  ",
      version: 1,
      url: "http://localhost",
      iconUrl: "icon.png",
      provider: { organization: "Example" },
      defaultInputModes: ["text"],
      defaultOutputModes: [],
      capabilities: { streaming: "yes", stateTransitionHistory: true },
      skills: [{ ...smallestCard.skills[0], tags: [], examples: [""] }],
    };
    expect(catchIssues(() => toMountedCard(wrong as never))).toEqual([
      { propertyPath: "name", reason: "'name' (  ) must be a text that is not empty." },
      { propertyPath: "version", reason: "'version' (1) must be a text that is not empty." },
      { propertyPath: "provider.url", reason: "'provider.url' must be given." },
      {
        propertyPath: "iconUrl",
        reason: "'iconUrl' (icon.png) must be an absolute http or https URL.",
      },
      {
        propertyPath: "capabilities.streaming",
        reason: "'capabilities.streaming' (yes) must be true or false.",
      },
      {
        propertyPath: "capabilities.stateTransitionHistory",
        reason: "'capabilities.stateTransitionHistory' is not a known property. Remove it.",
      },
      {
        propertyPath: "defaultInputModes[0]",
        reason:
          "'defaultInputModes[0]' (text) must be a media type, such as 'text/plain' or 'application/json'.",
      },
      {
        propertyPath: "defaultOutputModes",
        reason: "'defaultOutputModes' must have at least one entry (A2A 1.0, section 5.7).",
      },
      {
        propertyPath: "skills[0].tags",
        reason: "'skills[0].tags' must have at least one entry (A2A 1.0, section 5.7).",
      },
      {
        propertyPath: "skills[0].examples[0]",
        reason: "'skills[0].examples[0]' () must be a text that is not empty.",
      },
      { propertyPath: "url", reason: "'url' is not a known property. Remove it." },
    ]);
  });

  it("refuses two skills of one id, since skills are asked for by it", () => {
    const [skill] = smallestCard.skills;
    expect(
      catchReasons(() => toMountedCard({ ...smallestCard, skills: [skill, skill] as never })),
    ).toEqual(["'skills[1].id' (stats) must differ from 'skills[0].id'."]);
  });

  it("refuses requirements of schemes that the card does not have, on the card and its skills", () => {
    const requirement = { schemes: { basic: { list: [] } } };
    expect(
      catchReasons(() =>
        toMountedCard({
          ...withSkill({ securityRequirements: [requirement] }),
          securitySchemes: { mesh: { mtlsSecurityScheme: {} } },
          securityRequirements: [{ schemes: { mesh: { list: [] } } }, requirement],
        }),
      ),
    ).toEqual([
      "'securityRequirements[1].schemes' (basic) must be a name in 'securitySchemes' (mesh).",
      "'skills[0].securityRequirements[0].schemes' (basic) must be a name in 'securitySchemes' (mesh).",
    ]);
  });

  it.each([null, "card", 5, [], undefined])("says so when the whole is %j", (card) => {
    expect(catchIssues(() => toMountedCard(card as never))).toHaveLength(1);
  });
});

describe("a card as text", () => {
  it("is read as it was written, whatever a person wrote", () => {
    fc.assert(
      fc.property(anyCard, (settings) => {
        const card = toMountedCard(settings);
        expect(parseMountedCard(serializeMountedCard(card), "card.json")).toEqual(card);
      }),
    );
  });

  it("is the same for the same card, so that its hash names it", () => {
    fc.assert(
      fc.property(anyCard, (settings) => {
        const text = serializeMountedCard(toMountedCard(settings));
        expect(serializeMountedCard(parseMountedCard(text, "card.json"))).toBe(text);
      }),
    );
  });

  it("does not depend on the order in which a person writes", () => {
    const reversed = Object.fromEntries(Object.entries(fullCard).reverse());
    expect(serializeMountedCard(toMountedCard(reversed as never))).toBe(
      serializeMountedCard(toMountedCard(fullCard)),
    );
  });

  it("keeps ways to authenticate in the shape of the wire", () => {
    const text = serializeMountedCard(toMountedCard(fullCard));
    expect(JSON.parse(text)).toMatchObject({
      securitySchemes: fullCard.securitySchemes,
      securityRequirements: [
        { schemes: { bearer: { list: [] } } },
        { schemes: { mesh: { list: [] } } },
      ],
    });
  });

  it("names the file when it is not JSON", () => {
    expect(catchReasons(() => parseMountedCard("{", "/etc/a2a/card.json"))).toEqual([
      expect.stringMatching(/^The card \(\/etc\/a2a\/card\.json\) must be JSON: SyntaxError: /),
    ]);
  });
});
