import type { AgentQuery, DiscoveredAgent } from "@berth/agent-runtime";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rankAgents } from "../../../agent-runtime/src/discovery/rank-agents.ts";
import { anyAgents, toAgent } from "./discovered-agents.ts";

/** What was found: the names of agents, with the ids of the skills that meet the query. */
function find(agents: DiscoveredAgent[], query: AgentQuery): [string, string[]][] {
  return rankAgents(agents, query).map(({ agent, skills }) => [
    agent.name,
    skills.map(({ id }) => id),
  ]);
}

const names = (agents: DiscoveredAgent[], query: AgentQuery): string[] =>
  find(agents, query).map(([name]) => name);

const research = toAgent(
  "research",
  [
    { id: "summary", name: "Summaries", description: "Sums up pages of the web", tags: ["text"] },
    { id: "compare", name: "Comparisons", description: "Compares texts", tags: ["text", "Data"] },
  ],
  { description: "Reads for you" },
);
const analysis = toAgent("analysis", [
  { id: "stats", name: "Statistics", description: "Says what is usual in a table", tags: ["data"] },
]);
const agents = [research, analysis];

describe("agents that are looked for", () => {
  it("are all of them, with all of their skills, when nothing is asked for", () => {
    expect(find(agents, {})).toEqual([
      ["analysis", ["stats"]],
      ["research", ["summary", "compare"]],
    ]);
  });

  it("are found by the id of a skill, as a whole and whatever its case", () => {
    expect(find(agents, { skill: "STATS" })).toEqual([["analysis", ["stats"]]]);
    expect(find(agents, { skill: "stat" })).toEqual([]);
  });

  it("are found by a tag, with the skills that have it", () => {
    expect(find(agents, { tag: "data" })).toEqual([
      ["analysis", ["stats"]],
      ["research", ["compare"]],
    ]);
  });

  it("meet all that is asked for, in one skill", () => {
    expect(find(agents, { skill: "compare", tag: "data" })).toEqual([["research", ["compare"]]]);
    expect(find(agents, { skill: "summary", tag: "data" })).toEqual([]);
    expect(find(agents, { tag: "data", text: "table" })).toEqual([["analysis", ["stats"]]]);
  });

  it.each([
    ["Who can sum up a web page?", ["research"]],
    ["tables", ["analysis"]],
    ["statistics", ["analysis"]],
    ["reads", ["research"]],
    ["Who can do this for me?", ["research"]],
    ["knitting", []],
    ["", []],
  ])("are found by the words '%s'", (text, expected) => {
    expect(names(agents, { text })).toEqual(expected);
  });

  it("are in the order of ids, tags, words in names, words in descriptions", () => {
    const ranked = [
      toAgent("e-two-words", [{ id: "x", description: "Weather of the sea" }]),
      toAgent("d-words", [{ id: "x", description: "Tells of the weather" }]),
      toAgent("c-name", [{ id: "x", name: "Weather reports" }]),
      toAgent("b-tag", [{ id: "x", tags: ["weather"] }]),
      toAgent("a-id", [{ id: "weather" }]),
    ];
    expect(names(ranked, { text: "weather sea" })).toEqual([
      ...["a-id", "b-tag", "c-name", "e-two-words", "d-words"],
    ]);
  });

  it("are not ahead for saying a word in many skills", () => {
    const skills = ["a", "b", "c"].map((id) => ({ id, description: "data" }));
    const many = toAgent("a-many", skills);
    const both = toAgent("b-both", [{ id: "x", description: "data of the weather" }]);
    expect(names([many, both], { text: "weather data" })).toEqual(["b-both", "a-many"]);
  });

  it("are ahead of their equals when they are ready", () => {
    const one = toAgent("a", [{ id: "x" }], { isReady: false });
    const other = toAgent("b", [{ id: "x" }]);
    expect(names([one, other], { skill: "x" })).toEqual(["b", "a"]);
  });

  it.each([
    ["STRASSE", "Straße"],
    ["übersetzen", "U\u0308bersetzen"],
    ["ＳＵＭ", "sum"],
    ["ΟΔΟΣ", "οδός".normalize("NFD").replaceAll("\u0301", "")],
    ["翻译", "文档翻译服务"],
    ["code_review", "code-review"],
  ])("are found by '%s' in '%s'", (text, name) => {
    expect(names([toAgent("a", [{ id: "x", name }])], { text })).toEqual(["a"]);
  });
});

const anyQuery: fc.Arbitrary<AgentQuery> = fc.record(
  {
    skill: fc.string({ unit: "grapheme" }),
    tag: fc.string({ unit: "grapheme" }),
    text: fc.string({ unit: "grapheme" }),
  },
  { requiredKeys: [] },
);

/** Agents, and a query in words of theirs. */
const agentsAndQuery = anyAgents.chain((found) => {
  const words = found.flatMap(({ card }) =>
    card.skills.flatMap(({ description, id, name, tags }) => [id, name, description, ...tags]),
  );
  const word = words.length === 0 ? fc.string() : fc.constantFrom(...words);
  const query = fc.record({ skill: word, tag: word, text: word }, { requiredKeys: [] });
  return fc.tuple(fc.constant(found), fc.oneof(query, anyQuery));
});

describe("any agents and any query", () => {
  it("are found in one order, whatever the order they are given in", () => {
    fc.assert(
      fc.property(
        agentsAndQuery.chain(([found, query]) =>
          fc.tuple(
            fc.constant(found),
            fc.shuffledSubarray(found, { minLength: found.length }),
            fc.constant(query),
          ),
        ),
        ([found, shuffled, query]) => {
          expect(find(shuffled, query)).toEqual(find(found, query));
        },
      ),
    );
  });

  it("give no agent twice, and skills of its own card that meet the filters", () => {
    fc.assert(
      fc.property(agentsAndQuery, ([found, query]) => {
        const matches = rankAgents(found, query);
        expect(new Set(matches.map(({ agent }) => agent)).size).toBe(matches.length);
        for (const { agent, skills } of matches) {
          expect(found).toContain(agent);
          expect(agent.card.skills).toEqual(expect.arrayContaining([...skills]));
          expect(skills.length > 0 || (query.skill ?? query.tag) === undefined).toBe(true);
        }
      }),
    );
  });

  it("find every agent by each of its ids and tags, in upper case too", () => {
    fc.assert(
      fc.property(anyAgents, (found) => {
        for (const { card, name } of found) {
          for (const { id, tags } of card.skills) {
            expect(names(found, { skill: id })).toContain(name);
            for (const tag of tags) {
              expect(names(found, { tag })).toContain(name);
            }
          }
        }
      }),
    );
    const letters = fc.string({
      unit: fc.constantFrom(..."a z à ÿ ß ñ æ ø œ α ω ς σ а б я é ç".split(" "), " "),
    });
    fc.assert(
      fc.property(letters, (id) => {
        const found = [toAgent("a", [{ id }])];
        expect(names(found, { skill: id.toUpperCase() })).toEqual(["a"]);
      }),
    );
  });
});
