import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { toMountedCard } from "@berth/contract";
import { describe, expect, it } from "vitest";
import { loadCard, loadCards } from "../../../agent-runtime/src/card/load-card.ts";
import { readConfig } from "../../../agent-runtime/src/config.ts";
import { smallestCard } from "../../contract/card-fixtures.ts";
import { catchReasons } from "../../contract/catch-issues.ts";
import { createFolder, writeCard } from "../process/runtime-process.ts";

const NOWHERE = "/nonexistent/card.json";

const environment = {
  AGENT_NAME: smallestCard.name,
  AGENT_DESCRIPTION: smallestCard.description,
  AGENT_VERSION: smallestCard.version,
  AGENT_SKILLS: JSON.stringify(smallestCard.skills),
};

const named = (name: string) => ({ ...smallestCard, name });

describe("the card of an agent", () => {
  it("is what the program gives, else the named file, else the mounted file, else the environment", () => {
    const fromFile = { ...environment, A2A_CARD_FILE: writeCard(named("of the named file")) };
    const mounted = writeCard(named("of the mounted file"));
    const load = (given: Parameters<typeof loadCard>[0], variables: object, mountedFile: string) =>
      loadCard(given, readConfig({ ...variables }), mountedFile).name;
    expect([
      load(named("of the program"), fromFile, mounted),
      load(undefined, fromFile, mounted),
      load(undefined, environment, mounted),
      load(undefined, environment, NOWHERE),
    ]).toEqual(["of the program", "of the named file", "of the mounted file", "Data Analysis"]);
  });

  it("is whole when it comes from the environment, as images for other deployers have it", () => {
    expect(loadCard(undefined, readConfig(environment), NOWHERE)).toEqual(
      toMountedCard(smallestCard),
    );
  });

  it("can be given in five ways, says the error when there is none", () => {
    expect(catchReasons(() => loadCard(undefined, readConfig({}), NOWHERE))).toEqual([
      "The agent has no card. Give one with --card, with A2A_CARD_FILE, at /etc/a2a/card.json, with AGENT_NAME, AGENT_DESCRIPTION, AGENT_VERSION, AGENT_SKILLS, or in the program.",
    ]);
  });

  it("tells where it is wrong: each issue names the file", () => {
    const file = writeCard({ name: "x", skills: [] });
    expect(
      catchReasons(() => loadCard(undefined, readConfig({ A2A_CARD_FILE: file }), NOWHERE)),
    ).toEqual([
      `The card (${file}): 'description' must be given.`,
      `The card (${file}): 'version' must be given.`,
      `The card (${file}): 'skills' must have at least one entry (A2A 1.0, section 5.7).`,
    ]);
  });

  it("tells which setting names a file that is not there, or is no JSON", () => {
    const config = (file: string) => readConfig({ A2A_CARD_FILE: file });
    expect(catchReasons(() => loadCard(undefined, config(NOWHERE), NOWHERE))).toEqual([
      expect.stringMatching(
        /^'A2A_CARD_FILE' \(\/nonexistent\/card\.json\) must be a file that can be read: Error: ENOENT/,
      ),
    ]);
    const file = join(createFolder(), "card.json");
    writeFileSync(file, "name: research");
    expect(catchReasons(() => loadCard(undefined, config(file), NOWHERE))).toEqual([
      expect.stringMatching(/^The card \(.*card\.json\) must be JSON: SyntaxError/),
    ]);
  });

  it("names the variables when they make a wrong card", () => {
    const source = "The card (AGENT_NAME, AGENT_DESCRIPTION, AGENT_VERSION, AGENT_SKILLS)";
    const load = (change: object) =>
      catchReasons(() => loadCard(undefined, readConfig({ ...environment, ...change }), NOWHERE));
    expect(load({ AGENT_VERSION: undefined, AGENT_SKILLS: '[{"id":"a"}]' })).toEqual([
      `${source}: 'version' must be given.`,
      `${source}: 'skills[0].name' must be given.`,
      `${source}: 'skills[0].description' must be given.`,
      `${source}: 'skills[0].tags' must be given.`,
    ]);
    expect(load({ AGENT_SKILLS: "stats" })).toEqual([
      expect.stringMatching(/: 'AGENT_SKILLS' must be a JSON list: SyntaxError/),
    ]);
  });

  it("may promise push notifications", () => {
    const card = { ...smallestCard, capabilities: { pushNotifications: true } };
    expect(loadCard(card, readConfig({}), NOWHERE).capabilities.pushNotifications).toBe(true);
  });
});

describe("the file of a card", () => {
  it("is known when the card comes from one, so that it can be watched", () => {
    const path = writeCard(smallestCard);
    const load = (given: Parameters<typeof loadCards>[0], variables: object, mounted: string) =>
      loadCards(given, readConfig({ ...environment, ...variables }), mounted).main.file;
    expect([
      load({ card: smallestCard }, { A2A_CARD_FILE: path }, path),
      load({ cardFile: { path, setting: "--card" } }, { A2A_CARD_FILE: "/other" }, NOWHERE),
      load({}, { A2A_CARD_FILE: path }, NOWHERE),
      load({}, {}, path),
      load({}, {}, NOWHERE),
    ]).toEqual([
      undefined,
      { path, setting: "--card" },
      { path, setting: "A2A_CARD_FILE" },
      { path, setting: "card" },
      undefined,
    ]);
  });
});

describe("the extended card of an agent", () => {
  const extendedCard = named("for friends");
  const promising = { ...smallestCard, capabilities: { extendedAgentCard: true } };

  it("is what the program gives, else the named file, else there is none", () => {
    const file = writeCard(named("of the named file"));
    const load = (given: object, extendedCardFile?: string) =>
      loadCards({ card: smallestCard, ...given }, { ...readConfig({}), extendedCardFile }, NOWHERE)
        .extended;
    expect([load({ extendedCard }, file), load({}, file), load({})]).toEqual([
      { card: toMountedCard(extendedCard), file: undefined },
      {
        card: toMountedCard(named("of the named file")),
        file: { path: file, setting: "A2A_EXTENDED_CARD_FILE" },
      },
      undefined,
    ]);
  });

  it("must be there when the public card promises it (A2A 1.0, section 3.1.11)", () => {
    expect(loadCards({ card: promising, extendedCard }, readConfig({})).main.card).toEqual(
      toMountedCard(promising),
    );
    expect(catchReasons(() => loadCards({ card: promising }, readConfig({})))).toEqual([
      "'capabilities.extendedAgentCard' (true) must be false as long as there is no extended card. Give one with A2A_EXTENDED_CARD_FILE, or in the program.",
    ]);
  });

  it("tells what is wrong with it together with what is wrong with the public one", () => {
    const given = {
      card: { ...promising, version: "" },
      extendedCard: { ...extendedCard, name: "" },
    };
    expect(catchReasons(() => loadCards(given, readConfig({})))).toEqual([
      "The extended card: 'name' () must be a text that is not empty.",
      "'version' () must be a text that is not empty.",
    ]);
  });
});
