// Whether an agent is there, and what its card says, by what it does: it starts, works, goes and comes back.
import type { ServerResponse } from "node:http";
import { expect, it, onTestFinished, vi } from "vitest";
import { createUpstream, type Upstream } from "../../../agent-runtime/src/upstream/upstream.ts";
import { findFreePort } from "../free-port.ts";
import { createManualClock, type ManualClock } from "../manual-clock.ts";
import { CURRENT_CARD, LEGACY_CARD, type PlayedAgent, playAgent } from "../proxy/played-agent.ts";
import { createRecordedLog, type RecordedLog } from "../recorded-log.ts";
import { startBlockedAgent } from "./blocked-agent.ts";

/** How long a card is waited for. */
const CARD_TIMEOUT_MS = 10_000;

const CARD_PATH = "/.well-known/agent-card.json";

interface Watched {
  upstream: Upstream;
  clock: ManualClock;
  log: RecordedLog;
  /** Nobody looks at the agent until time passes. */
  readonly isResting: boolean;
  /** How often it was said that the agent is there, and that it takes connections. */
  told: { agent: number; reachable: number };
}

async function watch(url: string): Promise<Watched> {
  const clock = createManualClock();
  const log = createRecordedLog();
  let isResting = false;
  const told = { agent: 0, reachable: 0 };
  const upstream = await createUpstream({
    url,
    cardPath: undefined,
    rpcPath: undefined,
    clock: {
      ...clock,
      elapsedMs: () => clock.nowMs,
      startTimer: (delayMs, callback) => {
        const isRest = delayMs < CARD_TIMEOUT_MS;
        isResting ||= isRest;
        const cancel = clock.startTimer(delayMs, () => {
          isResting &&= !isRest;
          callback();
        });
        return () => {
          isResting &&= !isRest;
          cancel();
        };
      },
    },
    log,
    onAgent: () => (told.agent += 1),
    onReachable: () => (told.reachable += 1),
  });
  onTestFinished(() => {
    upstream.close();
  });
  return {
    upstream,
    clock,
    log,
    told,
    get isResting() {
      return isResting;
    },
  };
}

/** What an agent serves for its card, and how often it was asked. */
interface CardDesk {
  card: unknown;
  asked: number;
}

/** Starts an agent that speaks A2A 0.3, and whose card a test may take away. */
async function playWithDesk(port?: number): Promise<{ agent: PlayedAgent; desk: CardDesk }> {
  const desk: CardDesk = { card: LEGACY_CARD, asked: 0 };
  const answerCard = (response: ServerResponse): void => {
    desk.asked += 1;
    if (typeof desk.card === "function") {
      (desk.card as (response: ServerResponse) => void)(response);
    } else {
      response.end(JSON.stringify(desk.card));
    }
  };
  const agent = await playAgent({
    cards: { [CARD_PATH]: answerCard },
    ...(port === undefined ? {} : { port }),
    answer: () => undefined,
  });
  return { agent, desk };
}

/** Lets the agent be looked at once more, and waits until it was. */
async function lookAgain(watched: Watched, ms = 5_000): Promise<void> {
  await untilResting(watched);
  watched.clock.advance(ms);
  await untilResting(watched);
}

async function untilResting(watched: Watched): Promise<void> {
  await vi.waitFor(() => {
    expect(watched.isResting).toBe(true);
  }, 3_000);
}

function getVersion({ upstream }: Watched): string {
  return upstream.agent.called.protocolVersion;
}

async function untilReachable({ upstream }: Watched, isReachable = true): Promise<void> {
  await vi.waitFor(() => {
    expect(upstream.isReachable).toBe(isReachable);
  });
}

const failures: [string, (response: ServerResponse) => void][] = [
  ["an error", (response) => response.writeHead(500).end("Internal Server Error")],
  ["that it is busy", (response) => response.writeHead(503).end()],
  ["no JSON", (response) => response.end("<html>")],
  ["nothing, and closes", (response) => response.socket?.destroy()],
];

it.each(failures)(
  "goes by the card that was read, though the agent then serves %s",
  async (_, card) => {
    const { agent, desk } = await playWithDesk();
    const watched = await watch(agent.url);
    await untilReachable(watched);
    expect(getVersion(watched)).toBe("0.3");
    desk.card = card;
    const before = desk.asked;
    await lookAgain(watched);
    expect(desk.asked).toBeGreaterThan(before);
    expect(getVersion(watched)).toBe("0.3");
    expect(watched.upstream.isReachable).toBe(true);
    expect(watched.told).toEqual({ agent: 1, reachable: 1 });
  },
);

it("goes by another card as soon as one is read", async () => {
  const { agent, desk } = await playWithDesk();
  const watched = await watch(agent.url);
  await untilReachable(watched);
  desk.card = CURRENT_CARD;
  await lookAgain(watched);
  expect(getVersion(watched)).toBe("1.0");
  expect(watched.told).toEqual({ agent: 2, reachable: 1 });
});

it.each(failures)(
  "waits for the card of an agent that starts and serves %s at first",
  async (_, card) => {
    const { agent, desk } = await playWithDesk();
    desk.card = card;
    const watched = await watch(agent.url);
    await lookAgain(watched, 250);
    await lookAgain(watched, 250);
    expect(watched.upstream.isReachable).toBe(false);
    desk.card = LEGACY_CARD;
    await lookAgain(watched, 250);
    expect(watched.upstream.isReachable).toBe(true);
    expect(getVersion(watched)).toBe("0.3");
    expect(watched.told).toEqual({ agent: 1, reachable: 1 });
  },
);

it("takes an agent that has failed to serve its card for three seconds for one without", async () => {
  const { agent, desk } = await playWithDesk();
  desk.card = { hello: "world" };
  const watched = await watch(agent.url);
  await lookAgain(watched, 250);
  await lookAgain(watched, 3_000);
  expect(watched.upstream.isReachable).toBe(true);
  expect(getVersion(watched)).toBe("1.0");
});

it("goes by the card from before while the agent starts anew, and takes connections", async () => {
  const { agent } = await playWithDesk();
  const watched = await watch(agent.url);
  await untilReachable(watched);
  await agent.stop();
  watched.upstream.onUnreachable();
  await lookAgain(watched, 250);
  expect(watched.upstream.isReachable).toBe(false);
  const { desk } = await playWithDesk(agent.port);
  desk.card = (response: ServerResponse) => response.writeHead(500).end();
  await lookAgain(watched, 250);
  expect(watched.upstream.isReachable).toBe(true);
  await lookAgain(watched, 250);
  expect(getVersion(watched)).toBe("0.3");
  desk.card = CURRENT_CARD;
  // It is asked often until its card is there.
  await lookAgain(watched, 250);
  expect(getVersion(watched)).toBe("1.0");
  expect(watched.told).toEqual({ agent: 2, reachable: 2 });
});

it("knows that an agent is there which is too busy to answer, and that it was not there before", async () => {
  const agent = await startBlockedAgent();
  const watched = await watch(`http://127.0.0.1:${agent.port}`);
  await vi.waitFor(() => {
    expect(watched.clock.pendingTimers).toBe(1);
  });
  expect(watched.upstream.isReachable).toBe(false);
  watched.clock.advance(CARD_TIMEOUT_MS);
  await untilReachable(watched);
  await agent.fillQueue();
  // Nobody takes its connections, and nobody refuses them.
  expect(await watched.upstream.checkNow()).toBe(true);
  expect(watched.upstream.isReachable).toBe(true);
  await agent.kill();
  await vi.waitFor(async () => {
    expect(await watched.upstream.checkNow()).toBe(false);
  }, 5_000);
  expect(watched.upstream.isReachable).toBe(false);
}, 15_000);

it("says at once whether an agent takes connections", async () => {
  const port = await findFreePort();
  const watched = await watch(`http://127.0.0.1:${port}`);
  expect(await watched.upstream.checkNow()).toBe(false);
  const { agent } = await playWithDesk(port);
  expect(await watched.upstream.checkNow()).toBe(true);
  await untilReachable(watched);
  await agent.stop();
  expect(watched.upstream.isReachable).toBe(true);
  expect(await watched.upstream.checkNow()).toBe(false);
  expect(watched.upstream.isReachable).toBe(false);
});

it("says where an agent is looked for that is not there, once more as a warning after half a minute, and how to mend it", async () => {
  const port = await findFreePort();
  const url = `http://127.0.0.1:${port}`;
  const watched = await watch(url);
  for (let round = 0; round < 3; round += 1) {
    await lookAgain(watched, 250);
  }
  const facts = { url, reason: `connect ECONNREFUSED 127.0.0.1:${port}` };
  const remedy = "Start it, or give its address with --upstream or A2A_UPSTREAM_URL";
  const first = { level: "info", facts, message: `The agent takes no connections yet. ${remedy}` };
  expect(watched.log.lines).toEqual([first]);
  for (let round = 0; round < 3; round += 1) {
    await lookAgain(watched, 30_000);
  }
  const message = `The agent has taken no connections for 30 seconds. ${remedy}`;
  expect(watched.log.lines).toEqual([first, { level: "warn", facts, message }]);
});

it("sees within 250 ms that a closely watched agent goes and comes back, and asks it for nothing", async () => {
  const { agent, desk } = await playWithDesk();
  const watched = await watch(agent.url);
  await untilReachable(watched);
  const before = desk.asked;
  watched.upstream.watchClosely();
  await lookAgain(watched, 250);
  await lookAgain(watched, 250);
  expect(desk.asked).toBe(before);
  await agent.stop();
  await lookAgain(watched, 250);
  expect(watched.upstream.isReachable).toBe(false);
  await playWithDesk(agent.port);
  await lookAgain(watched, 250);
  expect(watched.upstream.isReachable).toBe(true);
  expect(watched.told.reachable).toBe(2);
});
