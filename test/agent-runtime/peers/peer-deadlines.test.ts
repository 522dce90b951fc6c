import { describe, expect, it } from "vitest";
import { systemClock } from "../../../agent-runtime/src/clock.ts";
import { createHeldExecutor } from "../held-executor.ts";
import { createManualClock } from "../manual-clock.ts";
import { createClient, go, work } from "./calls.ts";
import { serve } from "./local-servers.ts";
import { serveAgentRaw } from "./raw-servers.ts";

const HEADER = "berth-timeout-ms";

/** A peer that takes messages and never answers, or answers by a status. */
async function serveNoting(status?: number): Promise<{
  url: string;
  timeouts: (string | string[] | undefined)[];
}> {
  const timeouts: (string | string[] | undefined)[] = [];
  const url = await serveAgentRaw((response, { headers }) => {
    timeouts.push(headers[HEADER]);
    if (status !== undefined) {
      response.writeHead(status, { "Retry-After": "2" }).end();
    }
  });
  return { url, timeouts };
}

describe("a call with a time", () => {
  it("tells the peer what is left of it, and the caller gives up by then", async () => {
    const { timeouts, url } = await serveNoting();
    const clock = createManualClock();
    const { client, outcomes } = createClient(url, { clock });
    const asking = client.ask(go, { timeoutMs: 5_000.5 });
    const failed = asking.catch((error: unknown) => error);
    await expect.poll(() => timeouts.length).toBe(1);
    expect(timeouts).toEqual(["5000"]);
    clock.advance(5_000);
    expect(outcomes).toEqual([]);
    clock.advance(1);
    const error = (await failed) as DOMException;
    expect([error.name, error.message]).toEqual([
      "TimeoutError",
      "Peer peer has not answered within 5001 ms.",
    ]);
    expect(outcomes).toEqual(["aborted"]);
    expect(clock.pendingTimers).toBe(0);
  });

  it("tells a peer that is asked again of the time that has passed", async () => {
    const { timeouts, url } = await serveNoting(503);
    const clock = createManualClock();
    const { client } = createClient(url, { clock });
    const asking = client.ask(go, { timeoutMs: 9_000 }).catch((error: unknown) => error);
    for (const count of [1, 2, 3]) {
      await expect.poll(() => [timeouts.length, clock.pendingTimers]).toEqual([count, 2]);
      clock.advance(2_000);
    }
    await asking;
    expect(timeouts).toEqual(["9000", "7000", "5000", "3000"]);
  });

  it("leaves no timer behind when the answer comes in time", async () => {
    const clock = createManualClock();
    const { client } = createClient(await serve(work), { clock });
    expect(await client.ask(go, { timeoutMs: 1_000 })).toMatchObject({ state: "COMPLETED" });
    expect(clock.pendingTimers).toBe(0);
  });

  it("says nothing about time where none is given", async () => {
    const { timeouts, url } = await serveNoting(500);
    await createClient(url)
      .client.ask(go)
      .catch(() => undefined);
    expect(timeouts).toEqual([undefined]);
  });

  it.each([0, -1, NaN, Infinity, 2 ** 31])(
    "is refused when that is no time: %d ms",
    async (timeoutMs) => {
      const { client } = createClient("http://127.0.0.1:1");
      await expect(client.ask(go, { timeoutMs })).rejects.toThrow(
        new RangeError(`'timeoutMs' (${timeoutMs}) must be more than 0, and at most 2147483000.`),
      );
    },
  );
});

describe("the executor of a peer", () => {
  it("fails its task when the time of its caller is over, also when the caller is gone", async () => {
    const held = createHeldExecutor();
    const url = await serve(held.execute);
    // A caller that says how long it waits, and does not give up itself.
    const { client } = createClient(url, { headers: { [HEADER]: "300" } });
    const asking = client.ask(go);
    const { release, task } = await held.next();
    expect(await asking).toMatchObject({
      state: "FAILED",
      text: "The agent did not finish within the 300 ms that its caller waits.",
    });
    expect(task.signal.aborted).toBe(true);
    release();
  });

  it("has its task cancelled by a caller whose time is over", async () => {
    const held = createHeldExecutor();
    const { client, outcomes } = createClient(await serve(held.execute));
    const asking = client.ask(go, { timeoutMs: 200 });
    asking.catch(() => undefined);
    const { release, task } = await held.next();
    const stopped = new Promise((resolve) => {
      task.signal.addEventListener("abort", resolve);
    });
    await expect(asking).rejects.toThrow("Peer peer has not answered within 200 ms.");
    await stopped;
    release();
    expect(outcomes).toEqual(["aborted"]);
  });
});

describe("the peers of a task that has a time", () => {
  /** Serves an agent that asks its peer in a time of its own, or in none. */
  async function serveCaller(
    peerUrl: string,
    timeoutMs?: number,
    seconds?: number,
  ): Promise<string> {
    return serve(
      async (task) => {
        await task.peers.get("worker").ask(go, timeoutMs === undefined ? {} : { timeoutMs });
      },
      {
        peers: [{ name: "worker", url: peerUrl }],
        ...(seconds === undefined ? {} : { maxExecutionSeconds: seconds }),
      },
    );
  }

  it.each<[string, number | undefined, number | undefined, string | undefined, number]>([
    ["that its caller gave it", undefined, undefined, "60000", 60_000],
    ["that every task has", undefined, 30, undefined, 30_000],
    ["that is over first", undefined, 30, "60000", 30_000],
    ["that is over first", undefined, 30, "20000", 20_000],
    ["that it gives them, when that is less", 10_000, 30, "20000", 10_000],
    ["that is left, when they are given more", 90_000, undefined, "20000", 20_000],
  ])("are told of what is left of the time %s", async (_, timeoutMs, seconds, header, mostMs) => {
    const peer = await serveNoting(500);
    const url = await serveCaller(peer.url, timeoutMs, seconds);
    const headers: Record<string, string> = header === undefined ? {} : { [HEADER]: header };
    const beganMs = systemClock.elapsedMs();
    await createClient(url, { headers }).client.ask(go);
    const passedMs = systemClock.elapsedMs() - beganMs;
    const told = Number(peer.timeouts[0]);
    expect(told).toBeLessThanOrEqual(mostMs);
    expect(told).toBeGreaterThanOrEqual(Math.floor(mostMs - passedMs));
  });

  it("are told of none where it has none", async () => {
    const peer = await serveNoting(500);
    await createClient(await serveCaller(peer.url)).client.ask(go);
    expect(peer.timeouts).toEqual([undefined]);
  });
});
