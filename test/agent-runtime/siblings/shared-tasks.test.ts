import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { readAll, toParams } from "../agent-under-test.ts";
import { createFolder } from "../auth/folder.ts";
import type { WireAnswer } from "../wire-types.ts";
import { type Replica, startReplicas } from "./replicas.ts";

/** Makes a task that has ended, or one that asks which. */
async function makeTask(
  { call, executor }: Replica,
  kind: "ended" | "waiting",
  headers: Record<string, string> = {},
): Promise<string> {
  const answer = call("SendMessage", toParams("go"), headers);
  const held = await executor.next();
  if (kind === "waiting") {
    held.task.askForInput("which?");
  } else {
    held.task.addArtifact({ id: "a1", parts: [{ text: "result" }] });
  }
  held.release();
  return (await answer).result.task.id;
}

/** Tells a replica to go, and waits until it has gone. */
async function leave({ host }: Replica): Promise<void> {
  host.signal("SIGTERM");
  await vi.waitFor(() => {
    expect(host.exits).toEqual([0]);
  });
}

const ids = ({ result }: WireAnswer): string[] => result.tasks.map(({ id }) => id);

/** Lists all tasks at a replica, page by page, each page at the next replica. */
async function listInPages(replicas: readonly Replica[], pageSize: number): Promise<string[]> {
  const all: string[] = [];
  let pageToken = "";
  for (let page = 0; page === 0 || pageToken !== ""; page += 1) {
    const replica = replicas[page % replicas.length] as Replica;
    const answer = await replica.call("ListTasks", { pageSize, pageToken });
    const result = answer.result as unknown as { nextPageToken: string; totalSize: number };
    all.push(...ids(answer));
    expect(result).toMatchObject({ pageSize, totalSize: 9 });
    pageToken = result.nextPageToken;
  }
  return all;
}

test("tasks of all replicas are one list, in one order, page by page at any of them", async () => {
  const replicas = await startReplicas(3);
  const made: string[] = [];
  for (let count = 0; count < 3; count += 1) {
    for (const replica of replicas) {
      made.push(await makeTask(replica, "ended"));
      // Tasks of one millisecond are in the order of their ids.
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  }
  const newestFirst = made.toReversed();
  for (const replica of replicas) {
    const answer = await replica.call("ListTasks", {});
    expect(ids(answer)).toEqual(newestFirst);
    expect(answer.result).toMatchObject({ totalSize: 9, nextPageToken: "", pageSize: 50 });
  }
  for (const pageSize of [1, 2, 3, 4, 9]) {
    expect(await listInPages(replicas, pageSize)).toEqual(newestFirst);
  }
  const [first] = replicas as [Replica];
  const states = await first.call("ListTasks", { status: "TASK_STATE_WORKING" });
  expect(states.result.totalSize).toBe(0);
  const whole = await first.call("ListTasks", { includeArtifacts: true, historyLength: 0 });
  expect(whole.result.tasks.map(({ artifacts }) => artifacts.length)).toEqual(Array(9).fill(1));
});

test("the tasks of a replica that goes away live on at one that stays", async () => {
  const [leaving, ...staying] = (await startReplicas(3)) as [Replica, ...Replica[]];
  const ended = await makeTask(leaving, "ended");
  const waiting = await makeTask(leaving, "waiting");
  const before = (await leaving.call("GetTask", { id: ended })).result;
  await leave(leaving);
  expect(leaving.log.messages("info")).toContain("The tasks were handed over");

  for (const replica of staying) {
    expect((await replica.call("GetTask", { id: ended })).result).toEqual(before);
    expect((await replica.call("ListTasks", {})).result.totalSize).toBe(2);
  }
  const [first, second] = staying as [Replica, Replica];
  const streamed = first.stream("SendStreamingMessage", toParams("this one", { taskId: waiting }));
  const resumed = await Promise.race([first.executor.next(), second.executor.next()]);
  expect(resumed.task.history.map(({ text }) => text)).toEqual(["go", "which?"]);
  resumed.release();
  const last = (await readAll(await streamed)).at(-1);
  expect(last?.statusUpdate.status.state).toBe("TASK_STATE_COMPLETED");
});

test("a task that a drain waits for is handed over when it has ended", async () => {
  const [leaving, staying] = (await startReplicas(2)) as [Replica, Replica];
  const params = toParams("go", {}, { returnImmediately: true });
  const { id } = (await leaving.call("SendMessage", params)).result.task;
  const held = await leaving.executor.next();
  leaving.host.signal("SIGTERM");
  const subscription = await staying.stream("SubscribeToTask", { id });
  await subscription.next();
  held.task.addArtifact({ id: "a1", parts: [{ text: "late" }] });
  held.release();
  expect((await readAll(subscription)).at(-1)?.statusUpdate.status.state).toBe(
    "TASK_STATE_COMPLETED",
  );
  await vi.waitFor(() => {
    expect(leaving.host.exits).toEqual([0]);
  });
  const { result } = await staying.call("GetTask", { id });
  expect(result.artifacts[0]?.parts[0]?.text).toBe("late");
});

test("a caller sees its own tasks at every replica, and after a hand-over, and no others", async () => {
  const folder = await createFolder();
  await writeFile(join(folder, "ann"), "key-of-ann");
  await writeFile(join(folder, "bob"), "key-of-bob");
  const apiKeys = [
    { name: "ann", file: join(folder, "ann") },
    { name: "bob", file: join(folder, "bob"), header: "X-Bobs-Key" },
  ];
  const environment = { A2A_AUTH: JSON.stringify({ apiKeys }) };
  const [leaving, staying] = (await startReplicas(2, environment)) as [Replica, Replica];
  const ann = { "x-api-key": "key-of-ann" };
  const bob = { "x-bobs-key": "key-of-bob" };
  const own = await makeTask(leaving, "ended", ann);
  const others = await makeTask(leaving, "ended", bob);
  const look = async (): Promise<unknown[]> => [
    (await staying.call("GetTask", { id: own }, ann)).result.id,
    (await staying.call("GetTask", { id: own }, bob)).error.code,
    (await staying.call("GetTask", { id: others }, bob)).result.id,
    (await staying.call("GetTask", { id: others }, ann)).error.code,
    (await staying.call("GetTask", { id: own, tenant: "blue" }, ann)).error.code,
    (await staying.post("GetTask", { id: own })).status,
    ids(await staying.call("ListTasks", {}, ann)),
    ids(await staying.call("ListTasks", {}, bob)),
  ];
  const expected = [own, -32001, others, -32001, -32001, 401, [own], [others]];
  expect(await look()).toEqual(expected);
  await leave(leaving);
  expect(await look()).toEqual(expected);
});

test("nobody but a sibling is taken tasks from", async () => {
  // What comes from here comes from 127.0.0.1: the first replica's own address, and no other's.
  const [first, second] = (await startReplicas(2)) as [Replica, Replica];
  const id = await makeTask(second, "ended");
  const { result } = await second.call("GetTask", { id });
  const body = (taskId: string): string =>
    JSON.stringify({ form: 1, tasks: [{ scope: '["",""]', task: { ...result, id: taskId } }] });
  const offer = (replica: Replica, taskId: string): Promise<number> =>
    fetch(new URL("/.well-known/berth/tasks", replica.url), {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: body(taskId),
    }).then(({ status }) => status);
  expect([await offer(first, "stranger"), await offer(second, "sibling")]).toEqual([404, 200]);
  expect((await first.call("GetTask", { id: "stranger" })).error.code).toBe(-32001);
});

test("a replica that is too new for DNS is known to the others, and its tasks are", async () => {
  // What comes from here comes from 127.0.0.1: it is that one that can say where it is.
  const tooNew = ["127.0.0.1"];
  const [latest, ...others] = (await startReplicas(3, {}, tooNew)) as [Replica, ...Replica[]];
  const id = await makeTask(latest, "ended");
  for (const other of others) {
    await vi.waitFor(async () => {
      expect((await other.call("GetTask", { id })).result.id).toBe(id);
    });
  }
});

test("replicas that do not know their own address ask themselves once, and nobody in turns", async () => {
  const [first, second] = (await startReplicas(2, { POD_IP: "" })) as [Replica, Replica];
  const id = await makeTask(second, "ended");
  expect((await first.call("GetTask", { id })).result.id).toBe(id);
  expect((await first.call("GetTask", { id: "t9" })).error.code).toBe(-32001);
});

test("a caller that goes away ends its stream from the owner, whose task goes on", async () => {
  const [owner, other] = (await startReplicas(2)) as [Replica, Replica];
  const params = toParams("go", {}, { returnImmediately: true });
  const { id } = (await owner.call("SendMessage", params)).result.task;
  const held = await owner.executor.next();
  onTestFinished(() => {
    held.release();
  });
  const gone = new AbortController();
  const response = await other.post("SubscribeToTask", { id }, { signal: gone.signal });
  await response.body?.getReader().read();
  expect(await owner.readMetric("a2a_streams_active")).toBe(1);
  gone.abort();
  await vi.waitFor(async () => {
    expect(await owner.readMetric("a2a_streams_active")).toBe(0);
  });
  expect(held.task.signal.aborted).toBe(false);
  expect((await owner.call("GetTask", { id })).result.status.state).toBe("TASK_STATE_WORKING");
  expect([...owner.log.messages("error"), ...other.log.messages("error")]).toEqual([]);
});
