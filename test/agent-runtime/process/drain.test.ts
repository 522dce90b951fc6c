import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { toDrainSchedule } from "@berth/contract";
import { describe, expect, it } from "vitest";
import { readAll, readEvents } from "../agent-under-test.ts";
import type { WireTask } from "../wire-types.ts";
import { call, expectGentleEnd, post, readMetric, toParams } from "./process-calls.ts";
import {
  type AgentProcess,
  createFolder,
  runCommand,
  serveAgent,
  writeCard,
} from "./runtime-process.ts";

const EXECUTOR = fileURLToPath(new URL("./executor.ts", import.meta.url));

/** Under load a process may take its time to start; an abort takes 10 s by itself. */
const TIMEOUT_MS = 90_000;

const TASKS_OF_A_KIND = 3;

/** A connection that has been used once and is kept open, as pools of callers do. */
async function openIdleConnection(agent: AgentProcess): Promise<{ closed: Promise<void> }> {
  const { hostname, port } = new URL(agent.url);
  const socket = connect(Number(port), hostname);
  const closed = new Promise<void>((resolve) =>
    socket.once("close", () => {
      resolve();
    }),
  );
  await new Promise<void>((resolve) => {
    socket.once("data", () => {
      resolve();
    });
    socket.write(`GET /.well-known/agent-card.json HTTP/1.1\r\nHost: ${hostname}\r\n\r\n`);
  });
  return { closed };
}

/** Begins tasks of every kind: with a caller that waits, one that listens, and one that has gone. */
async function beginTasks(agent: AgentProcess) {
  const folder = createFolder();
  const files = { releaseFile: join(folder, "release"), doneFile: join(folder, "done") };
  const kinds = Array.from({ length: TASKS_OF_A_KIND });
  const blocking = kinds.map(
    async () => (await call(agent, "SendMessage", toParams(files))).result.task,
  );
  const streams = await Promise.all(
    kinds.map(() => post(agent, "SendStreamingMessage", toParams(files))),
  );
  const detached = await Promise.all(
    kinds.map(
      async () =>
        (await call(agent, "SendMessage", toParams(files, { returnImmediately: true }))).result
          .task,
    ),
  );
  await expect
    .poll(() => readMetric(agent, "a2a_active_tasks"), { timeout: 10_000 })
    .toBe(3 * TASKS_OF_A_KIND);
  return {
    blocking: Promise.all(blocking),
    streams: streams.map(readEvents),
    detached,
    release: () => {
      writeFileSync(files.releaseFile, "");
    },
    countDone: () =>
      existsSync(files.doneFile)
        ? readFileSync(files.doneFile, "utf8").split("\n").filter(Boolean).length
        : 0,
  };
}

/** Tells a process to go as the kubelet does: with SIGKILL at the end of the grace period. */
function terminate({ child, end }: AgentProcess, maxTaskSeconds: number): void {
  const schedule = toDrainSchedule({ maxTaskSeconds, acceptWindowSeconds: 0 });
  child.kill("SIGTERM");
  const timer = setTimeout(() => {
    child.kill("SIGKILL");
  }, schedule.terminationGracePeriodSeconds * 1000);
  void end.then(() => {
    clearTimeout(timer);
  });
}

async function readStatus(url: string): Promise<number> {
  return (await fetch(url)).status;
}

describe("SIGTERM", () => {
  it(
    "loses no task: whoever waits or listens gets the end, what nobody listens to is done, what is cancelled stops, the exit is 0",
    async () => {
      const agent = await serveAgent(EXECUTOR);
      const tasks = await beginTasks(agent);
      const idle = [await openIdleConnection(agent), await openIdleConnection(agent)];
      expect(await readStatus(`${agent.adminUrl}/readyz`)).toBe(200);

      agent.child.kill("SIGTERM");
      await Promise.all(idle.map(({ closed }) => closed));
      expect(await readStatus(`${agent.adminUrl}/readyz`)).toBe(503);
      expect(await readStatus(`${agent.adminUrl}/livez`)).toBe(200);
      expect(await (await fetch(agent.metricsUrl)).text()).toContain("\na2a_draining 1\n");
      const refused = await post(agent, "SendMessage", toParams({}));
      expect(refused.status).toBe(503);
      expect(refused.headers.get("Retry-After")).toBe("1");
      expect(refused.headers.get("Connection")).toBe("close");
      const [first, second] = tasks.detached as [WireTask, WireTask, ...WireTask[]];
      expect((await call(agent, "GetTask", { id: first.id })).result.status.state).toBe(
        "TASK_STATE_WORKING",
      );
      const subscribed = await post(agent, "SubscribeToTask", { id: first.id });
      expect(subscribed.headers.get("Connection")).toBe("close");
      const subscription = readEvents(subscribed);
      expect((await subscription.next()).value).toHaveProperty("task.id", first.id);
      const cancelled = await post(agent, "CancelTask", { id: second.id });
      expect([cancelled.status, await cancelled.json()]).toMatchObject([
        200,
        { result: { status: { state: "TASK_STATE_CANCELED" } } },
      ]);
      expect(tasks.countDone()).toBe(0);

      tasks.release();
      for (const task of await tasks.blocking) {
        expect(task.status.state).toBe("TASK_STATE_COMPLETED");
        expect(task.artifacts[0]?.parts).toEqual([{ text: "done" }]);
      }
      for (const stream of [...tasks.streams, subscription]) {
        const events = await readAll(stream);
        expect(events.at(-1)?.statusUpdate.status.state).toBe("TASK_STATE_COMPLETED");
      }
      await expectGentleEnd(agent);
      // All but the one that was cancelled.
      expect(tasks.countDone()).toBe(3 * TASKS_OF_A_KIND - 1);
    },
    TIMEOUT_MS,
  );

  it(
    "loses them all when A2A_DRAIN is off, so the drain is what saves them",
    async () => {
      const agent = await serveAgent(EXECUTOR, { A2A_DRAIN: "off" });
      const tasks = await beginTasks(agent);
      const blocking = expect(tasks.blocking).rejects.toThrow();
      const streams = tasks.streams.map((stream) => expect(readAll(stream)).rejects.toThrow());
      agent.child.kill("SIGTERM");
      expect(await agent.end).toMatchObject({ code: 1, signal: null });
      tasks.release();
      await Promise.all([blocking, ...streams]);
      expect(tasks.countDone()).toBe(0);
    },
    TIMEOUT_MS,
  );

  it(
    "ends an idle process with 0, whatever connections are kept open",
    async () => {
      const agent = await serveAgent(EXECUTOR);
      const { closed } = await openIdleConnection(agent);
      agent.child.kill("SIGTERM");
      await closed;
      await expectGentleEnd(agent);
    },
    TIMEOUT_MS,
  );

  it(
    "is taken while the executor is still being loaded",
    async () => {
      const slow = fileURLToPath(new URL("./slow-executor.ts", import.meta.url));
      const { child, end, untilPrinted } = runCommand(["serve", slow, "--card", writeCard()]);
      await untilPrinted(/loading/);
      child.kill("SIGTERM");
      expect(await end).toMatchObject({ code: 0, signal: null });
    },
    TIMEOUT_MS,
  );

  it(
    "twice ends the process at once with 1",
    async () => {
      const agent = await serveAgent(EXECUTOR);
      const tasks = await beginTasks(agent);
      const blocking = expect(tasks.blocking).rejects.toThrow();
      agent.child.kill("SIGTERM");
      await expect.poll(() => readStatus(`${agent.adminUrl}/readyz`)).toBe(503);
      agent.child.kill("SIGTERM");
      expect(await agent.end).toMatchObject({ code: 1, signal: null });
      await blocking;
      expect(tasks.countDone()).toBe(0);
    },
    TIMEOUT_MS,
  );

  it(
    "fails a task that outlasts the drain; the process ends with 0 when its executor stops",
    async () => {
      const agent = await serveAgent(EXECUTOR, { A2A_MAX_TASK_SECONDS: "1" });
      const tasks = await beginTasks(agent);
      terminate(agent, 1);
      for (const task of await tasks.blocking) {
        expect(task.status).toMatchObject({
          state: "TASK_STATE_FAILED",
          message: {
            parts: [{ text: expect.stringContaining("Send the message again") as string }],
            metadata: { reason: "POD_TERMINATED", retryable: true },
          },
        });
      }
      for (const stream of tasks.streams) {
        expect((await readAll(stream)).at(-1)?.statusUpdate.status.state).toBe("TASK_STATE_FAILED");
      }
      await expectGentleEnd(agent);
    },
    TIMEOUT_MS,
  );

  it(
    "fails a task whose executor hears nothing, and the process ends with 1 before SIGKILL would come",
    async () => {
      const agent = await serveAgent(EXECUTOR, { A2A_MAX_TASK_SECONDS: "1" });
      const blocking = call(agent, "SendMessage", toParams({ forever: "deaf" }));
      await expect.poll(() => readMetric(agent, "a2a_active_tasks")).toBe(1);
      terminate(agent, 1);
      expect((await blocking).result.task.status.state).toBe("TASK_STATE_FAILED");
      expect(await agent.end).toMatchObject({ code: 1, signal: null });
    },
    TIMEOUT_MS,
  );
});
