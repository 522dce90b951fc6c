import { AgentCard } from "@a2a-js/sdk";
import { toMountedCard } from "@berth/contract";
import { expect, it } from "vitest";
import { mergeCards, toOwnCard } from "../../../agent-runtime/src/proxy/merge-card.ts";
import { readServedCard } from "../../../agent-runtime/src/upstream/served-agent.ts";
import { smallestCard } from "../../contract/card-fixtures.ts";
import { catchIssues } from "../../contract/catch-issues.ts";
import { CURRENT_CARD, LEGACY_CARD } from "./played-agent.ts";

const mounted = toMountedCard(smallestCard);

it("has what the deployer says of an agent, and what the agent says that it can do", () => {
  const served = AgentCard.fromJSON({
    ...CURRENT_CARD,
    capabilities: {
      streaming: false,
      pushNotifications: true,
      extensions: [{ uri: "https://e.test/x" }],
    },
    defaultInputModes: ["text/plain", "image/png"],
    securitySchemes: { key: { apiKeySecurityScheme: { location: "header", name: "X-Key" } } },
    securityRequirements: [{ schemes: { key: { list: [] } } }],
  });
  expect(mergeCards(mounted, served)).toEqual({
    ...mounted,
    capabilities: {
      streaming: false,
      pushNotifications: true,
      extendedAgentCard: false,
      extensions: [{ uri: "https://e.test/x" }],
    },
    defaultInputModes: ["text/plain", "image/png"],
    securitySchemes: { key: { apiKeySecurityScheme: { location: "header", name: "X-Key" } } },
    securityRequirements: [{ schemes: { key: { list: [] } } }],
  });
});

it("streams nothing that the deployer says is not streamed", () => {
  const card = toMountedCard({ ...smallestCard, capabilities: { streaming: false } });
  const served = AgentCard.fromJSON(CURRENT_CARD);
  expect(mergeCards(card, served).capabilities.streaming).toBe(false);
});

it("is the mounted card until the agent has served its own", () => {
  expect(mergeCards(mounted, undefined)).toBe(mounted);
});

it.each([
  ["A2A 1.0", CURRENT_CARD],
  ["A2A 0.3", LEGACY_CARD],
])("is that of the agent where none was mounted: %s", async (_, card) => {
  expect(toOwnCard(await readServedCard(card))).toMatchObject({
    name: "Played",
    description: "Answers as a test says",
    version: "0.0.1",
    capabilities: { streaming: true },
    defaultInputModes: ["text/plain"],
    skills: [{ id: "play", name: "Play", description: "Plays", tags: ["test"] }],
  });
});

it("names what the card of an agent lacks where none was mounted", () => {
  const card = AgentCard.fromJSON({ ...CURRENT_CARD, skills: [] });
  expect(catchIssues(() => toOwnCard(card))).toMatchObject([{ propertyPath: "skills" }]);
});
