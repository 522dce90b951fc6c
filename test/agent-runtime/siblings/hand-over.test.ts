import { Task } from "@a2a-js/sdk";
import { expect, onTestFinished, test, vi } from "vitest";
import { createSiblings } from "../../../agent-runtime/src/siblings/find-siblings.ts";
import { createHandOver, type HandOver } from "../../../agent-runtime/src/siblings/hand-over.ts";
import { readBodyText } from "../../../agent-runtime/src/siblings/hand-over-record.ts";
import { createSiblingClient } from "../../../agent-runtime/src/siblings/sibling-client.ts";
import type { StoredTask } from "../../../agent-runtime/src/tasks/task-store.ts";
import { findFreePort } from "../free-port.ts";
import { createManualClock, type ManualClock } from "../manual-clock.ts";
import { createRecordedLog, type RecordedLog } from "../recorded-log.ts";
import { playReceiver } from "./servers.ts";

const toStored = (id: string, text = "result"): StoredTask => ({
  scope: "s",
  task: Task.fromJSON({
    id,
    contextId: "c1",
    status: { state: "TASK_STATE_COMPLETED" },
    artifacts: [{ artifactId: "a1", parts: [{ text }] }],
  }),
});

interface Giver {
  handOver: HandOver;
  clock: ManualClock;
  log: RecordedLog;
  port: number;
  /** How often DNS was asked. */
  readonly resolved: number;
}

async function createGiver(
  tasks: Iterable<StoredTask>,
  addresses: readonly string[] = ["127.0.0.2"],
  maxBodyBytes = 10_000_000,
): Promise<Giver> {
  const port = await findFreePort();
  const clock = createManualClock();
  const log = createRecordedLog();
  const client = createSiblingClient(clock);
  onTestFinished(client.close);
  let resolved = 0;
  const siblings = createSiblings({
    host: "research-siblings",
    port,
    ownAddresses: ["127.0.0.1"],
    clock,
    log,
    resolve: () => {
      resolved += 1;
      return Promise.resolve(addresses);
    },
  });
  const options = { siblings, client, exportTasks: () => tasks, maxBodyBytes, clock, log };
  return {
    handOver: createHandOver(options),
    clock,
    log,
    port,
    get resolved() {
      return resolved;
    },
  };
}

const never = new AbortController().signal;

test("all tasks go to a sibling, and belong to it from then on", async () => {
  const tasks = [toStored("t1"), toStored("t2")];
  const { clock, handOver, log, port } = await createGiver(tasks);
  const receiver = await playReceiver("127.0.0.2", port);
  expect(handOver.hasGiven("t1")).toBe(false);
  await handOver.give(never);
  expect(receiver.bodies.flatMap(readBodyText)).toEqual(tasks);
  expect(["t1", "t2", "t3"].map(handOver.hasGiven)).toEqual([true, true, false]);
  expect(log.lines).toEqual([
    { level: "info", facts: { given: 2 }, message: "The tasks were handed over" },
  ]);
  expect(clock.pendingTimers).toBe(0);
});

test("where there is no task nobody is looked for", async () => {
  const giver = await createGiver([]);
  await giver.handOver.give(never);
  expect([giver.resolved, giver.log.lines]).toEqual([0, []]);
});

test("where there is no sibling the log tells what is lost", async () => {
  const { handOver, log } = await createGiver([toStored("t1")], []);
  await handOver.give(never);
  expect(handOver.hasGiven("t1")).toBe(false);
  expect(log.lines).toEqual([
    {
      level: "warn",
      facts: { given: 0, left: 1 },
      message: "Tasks are lost with this process: nobody took them",
    },
  ]);
});

test("a sibling that takes none, and one that is not there, are passed by", async () => {
  const addresses = ["127.0.0.2", "127.0.0.3", "127.0.0.4"];
  const { handOver, port } = await createGiver([toStored("t1")], addresses);
  await playReceiver("127.0.0.2", port, (response) => {
    response.writeHead(503).end();
  });
  const receiver = await playReceiver("127.0.0.3", port);
  await handOver.give(never);
  expect(receiver.bodies).toHaveLength(1);
  expect(handOver.hasGiven("t1")).toBe(true);
});

test("what a sibling does not say that it has taken still belongs here", async () => {
  const { handOver, port } = await createGiver([toStored("t1"), toStored("t2")]);
  await playReceiver("127.0.0.2", port, (response) => {
    response.end('{"taken":["t2"]}');
  });
  await handOver.give(never);
  expect(["t1", "t2"].map(handOver.hasGiven)).toEqual([false, true]);
});

test("tasks go in bodies that a sibling takes, and one that fits into none stays", async () => {
  const tasks = ["a", "b", "c"].map((id) => toStored(id, "x".repeat(400)));
  const large = toStored("large", "x".repeat(2_000));
  const { handOver, log, port } = await createGiver([large, ...tasks], ["127.0.0.2"], 1_500);
  const receiver = await playReceiver("127.0.0.2", port);
  await handOver.give(never);
  expect(receiver.bodies.map((body) => readBodyText(body).map(({ task }) => task.id))).toEqual([
    ["a", "b"],
    ["c"],
  ]);
  expect(Math.max(...receiver.bodies.map((body) => body.length))).toBeLessThanOrEqual(1_500);
  expect(log.messages("warn")).toEqual(["A task is too large to be handed over"]);
});

test("a task larger than a batch goes alone", async () => {
  const tasks = [toStored("a"), toStored("large", "x".repeat(2_000_000)), toStored("b")];
  const { handOver, port } = await createGiver(tasks);
  const receiver = await playReceiver("127.0.0.2", port);
  await handOver.give(never);
  expect(receiver.bodies.map((body) => readBodyText(body).map(({ task }) => task.id))).toEqual([
    ["a"],
    ["large"],
    ["b"],
  ]);
});

test("a sibling that is silent is passed by after a second, and all of them after three", async () => {
  const addresses = ["127.0.0.2", "127.0.0.3", "127.0.0.4", "127.0.0.5"];
  const { clock, handOver, log, port } = await createGiver([toStored("t1")], addresses);
  const receivers = await Promise.all(
    addresses.map((address) => playReceiver(address, port, () => undefined)),
  );
  const countOffers = (): number => receivers.reduce((sum, { bodies }) => sum + bodies.length, 0);
  const giving = handOver.give(never);
  for (let offers = 1; offers <= 3; offers += 1) {
    await vi.waitFor(() => {
      expect(countOffers()).toBe(offers);
    });
    clock.advance(1_000);
  }
  await giving;
  expect(countOffers()).toBe(3);
  expect(log.lines.at(-1)?.facts).toEqual({ given: 0, left: 1 });
  expect(clock.pendingTimers).toBe(0);
});

test("it ends when it is cut", async () => {
  const { handOver, port } = await createGiver([toStored("t1")]);
  const receiver = await playReceiver("127.0.0.2", port, () => undefined);
  const cut = new AbortController();
  const giving = handOver.give(cut.signal);
  await vi.waitFor(() => {
    expect(receiver.bodies).toHaveLength(1);
  });
  cut.abort();
  await giving;
  expect(handOver.hasGiven("t1")).toBe(false);
});

test("whoever waits for it to settle waits until the tasks are there", async () => {
  const { handOver, port } = await createGiver([toStored("t1")]);
  let answer = (): void => undefined;
  const receiver = await playReceiver("127.0.0.2", port, (response) => {
    answer = () => response.end('{"taken":["t1"]}');
  });
  await handOver.settle();
  const giving = handOver.give(never);
  const settled = handOver.settle().then(() => handOver.hasGiven("t1"));
  await vi.waitFor(() => {
    expect(receiver.bodies).toHaveLength(1);
  });
  answer();
  expect(await settled).toBe(true);
  await giving;
});
