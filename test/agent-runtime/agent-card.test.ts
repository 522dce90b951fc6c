import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { toMountedCard } from "@berth/contract";
import { describe, expect, it } from "vitest";
import { loadCard } from "../../agent-runtime/src/agent-card.ts";
import { readConfig } from "../../agent-runtime/src/config.ts";
import { smallestCard } from "../contract/card-fixtures.ts";
import { catchReasons } from "../contract/catch-issues.ts";
import { createFolder, writeCard } from "./process/runtime-process.ts";

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

  it("can be given in four ways, says the error when there is none", () => {
    expect(catchReasons(() => loadCard(undefined, readConfig({}), NOWHERE))).toEqual([
      "The agent has no card. Give one with --card, with A2A_CARD_FILE, at /etc/a2a/card.json, or in the program.",
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

  it("promises nothing that the runtime does not do", () => {
    const capabilities = { pushNotifications: true, extendedAgentCard: true };
    expect(
      catchReasons(() => loadCard({ ...smallestCard, capabilities }, readConfig({}), NOWHERE)),
    ).toEqual([
      "'capabilities.pushNotifications' (true) must be false: the runtime does not offer it.",
      "'capabilities.extendedAgentCard' (true) must be false: the runtime does not offer it.",
    ]);
  });
});
