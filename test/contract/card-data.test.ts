import { type MountedCard, parseMountedCard, toMountedCard } from "@berth/contract";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toCardData, toCardHash } from "../../contract/src/card-data.ts";

const mounted = toMountedCard({
  name: "Research",
  description: "Summaries and comparisons",
  version: "1.2.0",
  skills: [
    { id: "compare", name: "Compare", description: "Pros and cons", tags: ["text"] },
    { id: "sum", name: "Sum up", description: "Key facts", tags: ["text"], examples: ["Berth?"] },
  ],
  securitySchemes: {
    key: { apiKeySecurityScheme: { location: "header", name: "X-Key" } },
    bearer: { httpAuthSecurityScheme: { scheme: "Bearer" } },
  },
  securityRequirements: [{ schemes: { key: { list: [] }, bearer: { list: [] } } }],
});

/** The same card with the members of every object the other way round. */
function reverseMembers(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(reverseMembers);
  }
  return typeof value === "object" && value !== null
    ? Object.fromEntries(
        Object.entries(value)
          .reverse()
          .map(([name, member]) => [name, reverseMembers(member)]),
      )
    : value;
}

const text = fc.string({ minLength: 1 }).filter((value) => value.trim() !== "");
const texts = fc.array(text, { minLength: 1, maxLength: 3 });
const skill = fc.record(
  { id: text, name: text, description: text, tags: texts, examples: texts },
  { requiredKeys: ["id", "name", "description", "tags"] },
);
const card = fc
  .record({
    name: text,
    description: text,
    version: text,
    skills: fc.uniqueArray(skill, { minLength: 1, maxLength: 4, selector: ({ id }) => id }),
  })
  .map(toMountedCard);

describe("toCardData", () => {
  it("holds the card twice: whole, and in the variables that images written after the guide read", () => {
    const data = toCardData(mounted);
    expect(Object.keys(data)).toEqual([
      "card.json",
      "AGENT_NAME",
      "AGENT_DESCRIPTION",
      "AGENT_VERSION",
      "AGENT_SKILLS",
    ]);
    expect(data).toMatchObject({
      AGENT_NAME: "Research",
      AGENT_DESCRIPTION: "Summaries and comparisons",
      AGENT_VERSION: "1.2.0",
    });
    expect(JSON.parse(data.AGENT_SKILLS)).toEqual(mounted.skills);
  });

  it("is read by the runtime as the card that was written, whatever is on it", () => {
    expect(parseMountedCard(toCardData(mounted)["card.json"], "card.json")).toEqual(mounted);
    fc.assert(
      fc.property(card, (written) => {
        expect(parseMountedCard(toCardData(written)["card.json"], "card.json")).toEqual(written);
      }),
    );
  });

  it("is the same for the same card with its members in another order", () => {
    const reversed = reverseMembers(mounted) as MountedCard;
    expect(JSON.stringify(reversed)).not.toBe(JSON.stringify(mounted));
    expect(toCardData(reversed)).toEqual(toCardData(mounted));
    expect(toCardHash(reversed)).toBe(toCardHash(mounted));
  });
});

describe("toCardHash", () => {
  it("never changes for the same card: another hash would roll every agent", () => {
    expect(toCardHash(mounted)).toBe("64d5d5ff");
  });

  it("is the same for the card that a pod has read", () => {
    const read = parseMountedCard(toCardData(mounted)["card.json"], "card.json");
    expect(toCardHash(read)).toBe(toCardHash(mounted));
  });

  it("is eight hexadecimal digits, and two cards that differ have two", () => {
    fc.assert(
      fc.property(card, card, (one, other) => {
        expect(toCardHash(one)).toMatch(/^[0-9a-f]{8}$/);
        expect(toCardHash(one) === toCardHash(other)).toBe(
          JSON.stringify(toCardData(one)) === JSON.stringify(toCardData(other)),
        );
      }),
    );
  });
});
