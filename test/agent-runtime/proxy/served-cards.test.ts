// A proxy that was given no card, in front of an agent whose own one does not help.
import { expect, it } from "vitest";
import { type Clock, systemClock } from "../../../agent-runtime/src/clock.ts";
import { readConfig } from "../../../agent-runtime/src/config.ts";
import { createAgentProxyOn } from "../../../agent-runtime/src/proxy/agent-proxy.ts";
import { createFakeHost } from "../fake-host.ts";
import { createRecordedLog } from "../recorded-log.ts";
import { CURRENT_CARD, playAgent } from "./played-agent.ts";

const CARD_PATH = "/.well-known/agent-card.json";

/** A card that cannot be read is waited for, in case the agent still starts: here that is soon over. */
const clock: Clock = { ...systemClock, elapsedMs: () => systemClock.elapsedMs() * 20 };

async function listen(cards: Record<string, unknown>): Promise<{ url: string; failure: unknown }> {
  const { url } = await playAgent({ cards, answer: () => undefined });
  const proxy = createAgentProxyOn(
    { config: readConfig({}), clock, host: createFakeHost() },
    {
      upstreamUrl: url,
      host: "127.0.0.1",
      ...{ port: 0, metricsPort: 0, adminPort: 0 },
      log: createRecordedLog(),
    },
  );
  const failure = await proxy.listen().catch((error: unknown) => error);
  return { url, failure };
}

it.each<[string, unknown, string]>([
  ["has a wrong value", { ...CURRENT_CARD, version: 3 }, "'version' (3) must be a text."],
  [
    "has two wrong values",
    { ...CURRENT_CARD, version: 3, description: 4 },
    "'description' (4) must be a text. 'version' (3) must be a text.",
  ],
  ["is no JSON", "<html>", "Unexpected token '<', \"<html>\" is not valid JSON."],
  ["has no skills", { ...CURRENT_CARD, skills: [] }, "'skills' must be given."],
])("says where the agent's card is that %s, and that alone", async (_what, card, reason) => {
  const { failure, url } = await listen({ [CARD_PATH]: card });
  expect(failure).toHaveProperty(
    "message",
    `The card of the agent (${url}${CARD_PATH}) cannot be read: ${reason} ` +
      "Mend it, say where it is with --upstream-card-path, or give one with --card.",
  );
});

it("says where no card is", async () => {
  const { failure, url } = await listen({});
  expect(failure).toHaveProperty(
    "message",
    `The agent (${url}) serves no card: '${CARD_PATH}' answers 404, '/.well-known/agent.json' answers 404. ` +
      "Say where it is with --upstream-card-path, or give one with --card.",
  );
});
