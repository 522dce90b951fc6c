// The deletion cost as an agent with ports writes it.
import type { AgentServerOptions } from "@berth/agent-runtime";
import { describe, expect, it, onTestFinished } from "vitest";
import { createAgentServerOn } from "../../../agent-runtime/src/agent-server.ts";
import { readConfig } from "../../../agent-runtime/src/config.ts";
import {
  WRITE_PERIOD_MS,
  WRITE_TIMEOUT_MS,
} from "../../../agent-runtime/src/deletion-cost/cost-writer.ts";
import { smallestCard } from "../../contract/card-fixtures.ts";
import { catchReasons } from "../../contract/catch-issues.ts";
import { toParams } from "../agent-under-test.ts";
import { createFakeHost } from "../fake-host.ts";
import { createHeldExecutor } from "../held-executor.ts";
import { toBody } from "../http/wire.ts";
import { createManualClock } from "../manual-clock.ts";
import { createRecordedLog } from "../recorded-log.ts";
import { type ApiServer, refuse, startApiServer } from "./api-server.ts";

/** Starts an agent that tells an API server what its deletion costs, and waits until it has begun to. */
async function startAgent(api: ApiServer, options: Partial<AgentServerOptions> = {}) {
  const held = createHeldExecutor();
  const clock = createManualClock();
  const log = createRecordedLog();
  const config = { ...readConfig({}), deletionCost: api.settings };
  const server = createAgentServerOn(
    { config, clock, host: createFakeHost() },
    {
      executor: held.execute,
      card: smallestCard,
      host: "127.0.0.1",
      port: 0,
      metricsPort: 0,
      adminPort: 0,
      log,
      ...options,
    },
  );
  onTestFinished(() => server.close());
  const { metricsPort, port } = await server.listen();
  await expect.poll(() => api.costs).toEqual(["0"]);
  const send = async (): Promise<unknown> => {
    const response = await fetch(`http://127.0.0.1:${port}`, {
      method: "POST",
      headers: { "Content-Type": "application/json", "A2A-Version": "1.0" },
      body: toBody({ method: "SendMessage", params: toParams("go") }),
    });
    return response.json();
  };
  const readMetrics = async (): Promise<string> =>
    (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();
  /** Waits until so many writes have been asked for, and are over. */
  const untilOver = async (count: number): Promise<void> => {
    await expect
      .poll(() => log.lines.filter(({ message }) => message.includes("deletion cost")))
      .toHaveLength(count);
    expect(api.costs).toHaveLength(count);
  };
  /** Lets a period pass, and waits for the write at its end. */
  const untilNext = async (): Promise<void> => {
    const count = api.costs.length;
    await untilOver(count);
    clock.advance(WRITE_PERIOD_MS - 1);
    expect(api.costs).toHaveLength(count);
    clock.advance(1);
    await untilOver(count + 1);
  };
  return { clock, held, log, readMetrics, send, server, untilNext, untilOver };
}

const completed = { result: { task: { status: { state: "TASK_STATE_COMPLETED" } } } };

describe("an agent that tells what the deletion of its pod costs", () => {
  it("says that it is idle when it is ready, over what a process before it has said", async () => {
    const api = await startApiServer();
    await startAgent(api);
  });

  it("counts tasks that are worked on and tasks that wait, until they have ended", async () => {
    const api = await startApiServer();
    const agent = await startAgent(api, { maxConcurrentTasks: 1 });
    const { held, readMetrics, send, untilNext } = agent;
    const calls = [send(), send()];
    await expect.poll(readMetrics).toContain("\na2a_queued_tasks 1\n");
    await untilNext();
    (await held.next()).release();
    const last = await held.next();
    await untilNext();
    last.release();
    expect(await Promise.all(calls)).toMatchObject([completed, completed]);
    await untilNext();
    expect(api.costs).toEqual(["0", "2", "1", "0"]);
  });

  it("counts no task that waits for its caller", async () => {
    const api = await startApiServer();
    const { held, send, untilNext } = await startAgent(api);
    const call = send();
    const { release, task } = await held.next();
    await untilNext();
    task.askForInput("Which one?");
    release();
    await call;
    await untilNext();
    expect(api.costs).toEqual(["0", "1", "0"]);
  });

  it("writes at once what changes after a long time, and no value twice", async () => {
    const api = await startApiServer();
    const { clock, held, send, untilOver } = await startAgent(api);
    await untilOver(1);
    clock.advance(WRITE_PERIOD_MS);
    const calls = [send()];
    const first = await held.next();
    await untilOver(2);
    clock.advance(WRITE_PERIOD_MS);
    // One more, and one less before the next write.
    calls.push(send());
    const second = await held.next();
    await untilOver(3);
    second.release();
    calls.push(send());
    const third = await held.next();
    clock.advance(10 * WRITE_PERIOD_MS);
    await untilOver(3);
    expect(api.costs).toEqual(["0", "1", "2"]);
    first.release();
    third.release();
    expect(await Promise.all(calls)).toMatchObject([completed, completed, completed]);
  });

  it("writes nothing more from the beginning of the drain on", async () => {
    const api = await startApiServer();
    const { clock, held, readMetrics, send, server, untilNext } = await startAgent(api);
    const calls = [send(), send()];
    const [first, last] = [await held.next(), await held.next()];
    await untilNext();
    const closed = server.close();
    first.release();
    await Promise.race(calls);
    clock.advance(WRITE_PERIOD_MS);
    // A write that began would be here before this answer.
    expect(await readMetrics()).toContain("\na2a_draining 1\n");
    last.release();
    expect(await Promise.all(calls)).toMatchObject([completed, completed]);
    await closed;
    expect(api.costs).toEqual(["0", "2"]);
    expect(clock.pendingTimers).toBe(0);
  });

  it("makes no task and no drain wait for an API server that does not answer", async () => {
    const api = await startApiServer();
    api.answer = () => undefined;
    const { clock, held, log, send, server, untilOver } = await startAgent(api);
    const call = send();
    (await held.next()).release();
    expect(await call).toMatchObject(completed);
    clock.advance(WRITE_TIMEOUT_MS);
    await untilOver(1);
    clock.advance(WRITE_PERIOD_MS - WRITE_TIMEOUT_MS);
    await expect.poll(() => api.costs).toEqual(["0", "0"]);
    await server.close();
    await expect.poll(() => clock.pendingTimers).toBe(0);
    expect(log.messages("warn")).toEqual([
      "The deletion cost of the pod could not be written: it may be removed before an idler one",
    ]);
  });

  it("warns of each kind of failure once until a write has succeeded, and tries on", async () => {
    const api = await startApiServer();
    const { held, log, send, untilNext } = await startAgent(api);
    const succeed = api.answer;
    const refuseWith = (status: number): void => {
      api.answer = (response) => {
        refuse(response, status, `in other words: ${api.costs.length}`);
      };
    };
    const call = send();
    const { release } = await held.next();
    for (const status of [403, 403, 500, 403, 500]) {
      refuseWith(status);
      await untilNext();
    }
    api.answer = succeed;
    await untilNext();
    release();
    expect(await call).toMatchObject(completed);
    refuseWith(403);
    await untilNext();
    expect(log.lines.filter(({ level }) => level === "warn")).toMatchObject(
      ["403", "500", "403"].map((kind) => ({ facts: { err: { kind } } })),
    );
    expect(api.costs).toEqual(["0", "1", "1", "1", "1", "1", "1", "0"]);
  });
});

describe("the environment of a pod that is to tell its deletion cost", () => {
  const environment = {
    A2A_POD_DELETION_COST: "on",
    POD_NAME: "research-7d9-x",
    POD_NAMESPACE: "agents",
  };

  it("leads to the API server of the cluster, with what is mounted in every pod that has a token", () => {
    expect(readConfig(environment).deletionCost).toEqual({
      podName: "research-7d9-x",
      podNamespace: "agents",
      apiServer: {
        url: "https://kubernetes.default.svc",
        trust: {
          caFile: "/var/run/secrets/kubernetes.io/serviceaccount/ca.crt",
          tokenFile: "/var/run/secrets/kubernetes.io/serviceaccount/token",
        },
      },
    });
    expect(readConfig({ ...environment, A2A_POD_DELETION_COST: "off" }).deletionCost).toBe(
      undefined,
    );
  });

  it("is refused where it does not say which pod that is, with all else that is wrong", () => {
    expect(
      catchReasons(() => readConfig({ ...environment, POD_NAMESPACE: "", A2A_PEERS: "[{}]" })),
    ).toEqual([
      "'A2A_PEERS[0].name' must be given.",
      "'A2A_PEERS[0].url' must be given.",
      "'A2A_POD_DELETION_COST' (on) must come with POD_NAME and POD_NAMESPACE. Set both, or leave it out.",
    ]);
    expect(catchReasons(() => readConfig({ A2A_POD_DELETION_COST: "yes" }))).toEqual([
      "'A2A_POD_DELETION_COST' (yes) must be 'on' or 'off'.",
    ]);
  });
});
