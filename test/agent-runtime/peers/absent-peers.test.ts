import { describe, expect, it } from "vitest";
import { smallestCard } from "../../contract/card-fixtures.ts";
import { findFreePort } from "../free-port.ts";
import { createManualClock } from "../manual-clock.ts";
import { playBlackHole } from "../siblings/servers.ts";
import { catchFailure, createClient, createNotingClock, go, runThrough } from "./calls.ts";
import { endWithTask, serveAgentRaw, serveRaw } from "./raw-servers.ts";

describe("a peer that takes no connection", () => {
  it("is asked again until a replica is there, since nothing was sent", async () => {
    const port = await findFreePort();
    const clock = createManualClock();
    const { client, outcomes } = createClient(`http://127.0.0.1:${port}`, { clock });
    const asking = client.ask(go);
    await expect.poll(() => clock.pendingTimers).toBe(1);
    await serveAgentRaw(
      (response, { id }) => {
        endWithTask(response, id);
      },
      { streaming: true },
      port,
    );
    clock.advance(0);
    expect((await asking).state).toBe("COMPLETED");
    expect(outcomes).toEqual(["ok"]);
  });

  it("gets the message in the end when its card says where it is, and nobody is there at first", async () => {
    const elsewhere = await findFreePort();
    const url = await serveRaw((_, response) => {
      const supportedInterfaces = [
        {
          url: `http://127.0.0.1:${elsewhere}`,
          protocolBinding: "JSONRPC",
          protocolVersion: "1.0",
        },
      ];
      const capabilities = { streaming: true };
      response.end(JSON.stringify({ ...smallestCard, supportedInterfaces, capabilities }));
    });
    const clock = createManualClock();
    const { client } = createClient(url, { clock });
    const asking = client.ask(go, { timeoutMs: 60_000 });
    await expect.poll(() => clock.pendingTimers).toBe(2);
    const timeouts: unknown[] = [];
    await serveAgentRaw(
      (response, { headers, id }) => {
        timeouts.push(headers["berth-timeout-ms"]);
        endWithTask(response, id);
      },
      { streaming: true },
      elsewhere,
    );
    clock.advance(10_000);
    expect((await asking).state).toBe("COMPLETED");
    // What is told of the time is what is left when it is sent.
    expect(timeouts).toEqual(["50000"]);
  });

  it("is given up after a few attempts", async () => {
    const port = await findFreePort();
    const { clock, delaysMs } = createNotingClock();
    const { client, outcomes } = createClient(`http://127.0.0.1:${port}`, { clock });
    expect(await runThrough(clock, catchFailure(client.ask(go)))).toEqual([
      "unreachable",
      `Peer peer (http://127.0.0.1:${port}) cannot be reached: connect ECONNREFUSED 127.0.0.1:${port}.`,
    ]);
    expect(outcomes).toEqual(["unreachable"]);
    expect(delaysMs).toEqual([0, 0, 0, 0, 0, 50, 100, 200, 400, 800]);
  });

  it("is not asked again by a caller who has given up", async () => {
    const port = await findFreePort();
    const clock = createManualClock();
    const { client } = createClient(`http://127.0.0.1:${port}`, { clock });
    const abort = new AbortController();
    const asking = client.ask(go, { signal: abort.signal });
    asking.catch(() => undefined);
    await expect.poll(() => clock.pendingTimers).toBe(1);
    abort.abort(new Error("enough"));
    await expect(asking).rejects.toThrow("enough");
    expect(clock.pendingTimers).toBe(0);
  });

  it("is not waited for when its node is gone: the next attempt may find another one", async () => {
    const port = await findFreePort();
    await playBlackHole("127.0.0.1", port);
    const clock = createManualClock();
    const { client } = createClient(`http://127.0.0.1:${port}`, { clock });
    const abort = new AbortController();
    const asking = client.ask(go, { signal: abort.signal });
    asking.catch(() => undefined);
    // The time of a connection is the kernel's: this takes it.
    await expect.poll(() => clock.pendingTimers, { timeout: 10_000 }).toBe(1);
    abort.abort();
    await expect(asking).rejects.toThrow();
  });
});
