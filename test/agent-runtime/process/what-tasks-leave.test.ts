import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { json } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { describe, expect, it, onTestFinished } from "vitest";
import { smallestCard } from "../../contract/card-fixtures.ts";
import { call, expectGentleEnd, post, readMetric, toParams } from "./process-calls.ts";
import { createFolder, serveAgent } from "./runtime-process.ts";

const EXECUTOR = fileURLToPath(new URL("./executor.ts", import.meta.url));

/** Under load a process may take its time to start. */
const TIMEOUT_MS = 60_000;

/** Files by which a test lets executors go on, and sees how many have. */
function createFiles() {
  const folder = createFolder();
  const files = { releaseFile: join(folder, "release"), doneFile: join(folder, "done") };
  return {
    files,
    release: () => {
      writeFileSync(files.releaseFile, "");
    },
    countDone: () =>
      existsSync(files.doneFile)
        ? readFileSync(files.doneFile, "utf8").split("\n").filter(Boolean).length
        : 0,
  };
}

/** A webhook that lets its callers wait. */
async function startWebhook(delayMs: number) {
  const states: string[] = [];
  const server = createServer((request, response) => {
    void json(request).then((body) => {
      const { statusUpdate } = body as { statusUpdate?: { status: { state: string } } };
      setTimeout(() => {
        states.push(statusUpdate?.status.state ?? "other");
        response.end();
      }, delayMs);
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, states };
}

describe("a process that is told to go", () => {
  it(
    "begins the tasks that wait for their turn, and ends when they are done",
    async () => {
      const { countDone, files, release } = createFiles();
      const agent = await serveAgent(EXECUTOR, { A2A_MAX_CONCURRENT_TASKS: "1" });
      const blocking = call(agent, "SendMessage", toParams(files));
      for (let index = 0; index < 2; index += 1) {
        await call(agent, "SendMessage", toParams(files, { returnImmediately: true }));
      }
      await expect.poll(() => readMetric(agent, "a2a_queued_tasks")).toBe(2);
      expect(await readMetric(agent, "a2a_active_tasks")).toBe(1);
      agent.child.kill("SIGTERM");
      release();
      expect((await blocking).result.task.status.state).toBe("TASK_STATE_COMPLETED");
      await expectGentleEnd(agent);
      expect(countDone()).toBe(3);
    },
    TIMEOUT_MS,
  );

  it(
    "ends when the last notification has been taken, not before",
    async () => {
      const { files, release } = createFiles();
      const webhook = await startWebhook(700);
      const agent = await serveAgent(
        EXECUTOR,
        { A2A_WEBHOOK_ALLOWLIST: "127.0.0.1" },
        { ...smallestCard, capabilities: { pushNotifications: true } },
      );
      const configuration = {
        returnImmediately: true,
        taskPushNotificationConfig: { url: webhook.url },
      };
      await call(agent, "SendMessage", toParams(files, configuration));
      await expect.poll(() => readMetric(agent, "a2a_active_tasks")).toBe(1);
      agent.child.kill("SIGTERM");
      release();
      await expectGentleEnd(agent);
      expect(webhook.states.at(-1)).toBe("TASK_STATE_COMPLETED");
    },
    TIMEOUT_MS,
  );
});

describe("GET /drain", () => {
  it(
    "is answered when the last task is done; the process answers on until it is told to go",
    async () => {
      const { files, release } = createFiles();
      const agent = await serveAgent(EXECUTOR);
      const running = call(agent, "SendMessage", toParams(files));
      await expect.poll(() => readMetric(agent, "a2a_active_tasks")).toBe(1);
      let isDrained = false;
      const draining = fetch(`${agent.adminUrl}/drain`).then(async (response) => {
        isDrained = true;
        return [response.status, await response.json()];
      });
      await expect.poll(() => readMetric(agent, "a2a_draining")).toBe(1);
      expect((await post(agent, "SendMessage", toParams({}))).status).toBe(503);
      expect(isDrained).toBe(false);
      release();
      const { task } = (await running).result;
      expect(await draining).toEqual([200, { state: "closed" }]);
      const answer = await call(agent, "GetTask", { id: task.id });
      expect(answer.result.status.state).toBe("TASK_STATE_COMPLETED");
      agent.child.kill("SIGTERM");
      await expectGentleEnd(agent);
    },
    TIMEOUT_MS,
  );
});
