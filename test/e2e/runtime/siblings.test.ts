// Replicas that answer for each other, and what is left of one that is deleted.
import { ENVIRONMENT } from "@berth/contract";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { waitFor } from "../../cluster/wait-for.ts";
import { startDriver } from "../agent/driver-pod.ts";
import { prepareTestImages, type TestImages } from "../agent/test-images.ts";
import { deleteNamespace, kubectl, runInPod } from "../cluster-access.ts";
import { createReplicatedAgent, type ReplicatedAgent } from "./replicated-agent.ts";

const DRIVER = "driver";
const REPLICAS = 3;
/** For each pair of replicas. */
const TASKS_OF_A_PAIR = 3;

/** Of a network that nobody has (RFC 5737): nothing is ever sent there. */
const WEBHOOK_HOST = "192.0.2.1";

let agent: ReplicatedAgent;

beforeAll(async () => {
  const images: TestImages = await prepareTestImages();
  agent = await createReplicatedAgent({
    image: images.worker,
    replicas: REPLICAS,
    env: { [ENVIRONMENT.webhookAllowlist]: WEBHOOK_HOST },
  });
  // It stays, and programs are started in it.
  await startDriver(agent.namespace, DRIVER, images.driver, [
    "--eval",
    "setInterval(() => 0, 1e6)",
  ]);
});

afterAll(async () => {
  await deleteNamespace(agent.namespace);
});

/** Runs a program of the driver and returns what it prints. */
async function drive<Line>(...args: string[]): Promise<Line[]> {
  const output = await runInPod(agent.namespace, DRIVER, "node", ...args);
  return output
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Line);
}

const toUrl = ({ address }: { address: string }): string => `http://${address}:8000`;

describe("three replicas of an agent", () => {
  test("answer every operation for every task of the others", async () => {
    const urls = (await agent.readPods()).map(toUrl);
    const webhook = `http://${WEBHOOK_HOST}/hook`;
    const told = await drive("replica-operations.ts", webhook, ...urls);
    const pairs = [
      [1, 2],
      [1, 3],
      [2, 1],
      [2, 3],
      [3, 1],
      [3, 2],
    ];
    const tasks = pairs.length * TASKS_OF_A_PAIR;
    expect(told).toEqual([
      ...pairs.map(([owner, asker]) => ({
        owner,
        asker,
        read: "WORKING",
        configs: { isKept: true, isRead: true, listed: ["c1"], left: "TASK_NOT_FOUND" },
        cancelled: "CANCELED",
        isSame: true,
        subscribed: "COMPLETED",
        asked: ["INPUT_REQUIRED", "INPUT_REQUIRED"],
        answered: "COMPLETED",
        said: "first ",
        refused: "TASK_NOT_CANCELABLE",
        unknown: "TASK_NOT_FOUND",
      })),
      ...[1, 2, 3].map((lister) => ({ lister, listed: tasks, totalSize: tasks })),
    ]);
  });

  test("know the tasks of a new one from the moment when it answers", async () => {
    const former = await agent.readPods();
    const scale = (count: number): Promise<string> =>
      kubectl(
        "scale",
        "deployment/worker",
        `--replicas=${count}`,
        `--namespace=${agent.namespace}`,
      );
    await scale(REPLICAS + 1);
    const latest = await waitFor("the address of a new pod", 60, async () => {
      const names = former.map(({ name }) => name);
      const pods = await agent.readPods();
      return pods.find(({ name, address }) => !names.includes(name) && address !== "") ?? false;
    });
    const told = await drive("left-tasks.ts", "meet", toUrl(latest), ...former.map(toUrl));
    expect(told).toEqual([{ reads: former.map(() => "COMPLETED first ") }]);
    await scale(REPLICAS);
    await waitFor("three replicas", 60, async () => (await agent.readPods()).length === REPLICAS);
  });

  test("keep what one of them leaves that is deleted: its results, and its questions", async () => {
    const [leaving, ...staying] = await agent.readPods();
    if (leaving === undefined) {
      throw new Error("There is no pod.");
    }
    const [made] = await drive<{ ended: string; waiting: string }>(
      "left-tasks.ts",
      "make",
      toUrl(leaving),
    );
    await kubectl("delete", "pod", leaving.name, `--namespace=${agent.namespace}`);
    const pods = await waitFor("three replicas", 60, async () => {
      const all = await agent.readPods();
      return all.length === REPLICAS && all.every(({ address }) => address !== "") && all;
    });
    expect(pods.map(({ name }) => name)).toEqual(
      expect.arrayContaining(staying.map(({ name }) => name)) as string[],
    );
    const told = await drive(
      "left-tasks.ts",
      "use",
      made?.ended ?? "",
      made?.waiting ?? "",
      ...staying.map(toUrl),
    );
    expect(told).toEqual([
      {
        reads: ["COMPLETED first ", "COMPLETED first "],
        answers: ["INPUT_REQUIRED", "COMPLETED"],
      },
    ]);
  });
});
