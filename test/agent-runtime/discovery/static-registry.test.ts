import { type AgentRegistry, createStaticRegistry } from "@berth/agent-runtime";
import type { Peer } from "@berth/contract";
import fc from "fast-check";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { createRegistry } from "../../../agent-runtime/src/discovery/create-registry.ts";
import { createStaticPlaces } from "../../../agent-runtime/src/discovery/static-places.ts";
import { catchIssues } from "../../contract/catch-issues.ts";
import { findFreePort } from "../free-port.ts";
import { createManualClock } from "../manual-clock.ts";
import { sendJson, startCardServer, toGoodCard } from "./card-servers.ts";

function watch(peers: readonly Peer[]): AgentRegistry {
  const registry = createStaticRegistry(peers);
  onTestFinished(registry.close);
  return registry;
}

describe("agents on a list", () => {
  it("have the names on it and the cards that they serve; who does not answer is told of", async () => {
    const server = await startCardServer();
    const away = `http://127.0.0.1:${await findFreePort()}`;
    const registry = watch([
      { name: "b", url: server.url },
      { name: "away", url: away },
      { name: "a", url: server.url },
    ]);
    await registry.whenSettled();
    expect(registry.list()).toMatchObject([
      { name: "a", url: server.url, isReady: true, card: { name: "Data Analysis" } },
      { name: "b", url: server.url, isReady: true },
    ]);
    expect(registry.problems()).toEqual([
      {
        name: "away",
        url: away,
        issues: [
          {
            propertyPath: "card",
            reason: expect.stringMatching(/must be readable: connect ECONNREFUSED/) as string,
          },
        ],
      },
    ]);
    expect(registry.failures()).toEqual([]);
  });

  it("are refused as a whole, with all issues at once", () => {
    const issues = catchIssues(() =>
      createStaticRegistry([
        { name: "a", url: "nowhere" },
        { name: "a", url: "http://a" },
      ]),
    );
    expect(issues.map(({ propertyPath }) => propertyPath)).toEqual([
      ...["A2A_PEERS[0].url", "A2A_PEERS[1].name"],
    ]);
  });

  it("stay known when they go away, as not ready, and are ready when they are back", async () => {
    const server = await startCardServer();
    const clock = createManualClock();
    const createSource = createStaticPlaces([{ name: "a", url: server.url }]);
    const registry = createRegistry({ createSource, clock });
    onTestFinished(registry.close);
    await registry.whenSettled();
    let isAway = true;
    server.answer = (response) => {
      if (isAway) {
        response.writeHead(503).end();
      } else {
        sendJson(response, toGoodCard(server.url));
      }
    };
    clock.advance(60_000);
    await vi.waitFor(() => {
      expect(registry.list()).toMatchObject([{ name: "a", isReady: false }]);
    });
    expect(registry.problems()).toMatchObject([{ name: "a" }]);
    isAway = false;
    clock.advance(250);
    await vi.waitFor(() => {
      expect(registry.list()).toMatchObject([{ name: "a", isReady: true }]);
    });
    expect(registry.problems()).toEqual([]);
  });

  it("are none when the list is empty", async () => {
    const registry = watch([]);
    await registry.whenSettled();
    expect([registry.list(), registry.problems()]).toEqual([[], []]);
  });
});

it("asks no agent any more whose place is gone, nor one at a former address", async () => {
  const server = await startCardServer();
  const clock = createManualClock();
  const place = {
    name: "a",
    namespace: undefined,
    url: server.url,
    cardUrl: server.cardUrl,
    isReady: undefined,
    edition: "",
    issues: [],
  };
  const places = new Map([["a", place]]);
  let change: () => void = () => undefined;
  const registry = createRegistry({
    createSource: (onChange) => {
      change = onChange;
      return { places, isSettled: true, failures: [], close: () => undefined };
    },
    clock,
  });
  onTestFinished(registry.close);
  await registry.whenSettled();
  expect([server.requests.length, clock.pendingTimers]).toEqual([1, 1]);
  places.set("a", { ...place, cardUrl: `${server.cardUrl}?moved` });
  change();
  await vi.waitFor(() => {
    expect(registry.list().length).toBe(1);
  });
  expect([server.requests.length, clock.pendingTimers]).toEqual([2, 1]);
  places.clear();
  change();
  expect([registry.list(), clock.pendingTimers]).toEqual([[], 0]);
});

describe("any answers for cards", () => {
  it("never list an agent without a card that validates: it is listed or told of", async () => {
    const server = await startCardServer();
    const answers = ["good", "broken", "junk", "missing"] as const;
    server.answer = (response, { url = "" }) => {
      const [, , kind] = url.split("/");
      switch (kind) {
        case "good":
          sendJson(response, toGoodCard(server.url));
          break;
        case "broken":
          sendJson(response, { name: "x" });
          break;
        case "junk":
          response.end("junk");
          break;
        default:
          response.writeHead(404).end();
      }
    };
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...answers), { maxLength: 8 }), async (kinds) => {
        const places = new Map(
          kinds.map((kind, index) => [
            `${kind}-${index}`,
            {
              name: `${kind}-${index}`,
              namespace: undefined,
              url: server.url,
              cardUrl: `${server.url}/x/${kind}/${index}`,
              isReady: undefined,
              edition: "",
              issues: [],
            },
          ]),
        );
        const registry = createRegistry({
          createSource: () => ({ places, isSettled: true, failures: [], close: () => undefined }),
          clock: createManualClock(),
        });
        await registry.whenSettled();
        registry.close();
        const good = kinds.flatMap((kind, index) => (kind === "good" ? [`good-${index}`] : []));
        expect(registry.list().map(({ name }) => name)).toEqual(good);
        expect(registry.find({}).map(({ agent }) => agent.name)).toEqual(good);
        expect(registry.problems().length).toBe(kinds.length - good.length);
      }),
      { numRuns: 30 },
    );
  });
});
