import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { access } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findCluster } from "../../cluster/cluster-state.ts";
import { runKubectl } from "../../cluster/kubectl.ts";
import { listNamespaceProcesses } from "../../cluster/network.ts";
import { recordFigure } from "../../runner/figures.ts";
import { runCommand } from "../../tools/command.ts";
import { kubectl } from "../cluster-access.ts";
import { takeSnapshot, type MachineSnapshot } from "./machine-snapshot.ts";

/** A cluster of its own beside the one under test. */
const CLUSTER = "recovery";
const ROUNDS = [1, 2, 3, 4, 5];
const CLI = join(import.meta.dirname, "..", "..", "cluster", "cli.ts");

let before: MachineSnapshot;
let upMs = 0;
let downMs = 0;

function start(command: "up" | "down"): ChildProcess {
  return spawn(process.execPath, [CLI, command, "--name", CLUSTER], { stdio: "ignore" });
}

async function runToEnd(command: "up" | "down"): Promise<number> {
  const startMs = Date.now();
  await runCommand([process.execPath, CLI, command, "--name", CLUSTER], { timeoutSeconds: 300 });
  return Date.now() - startMs;
}

/** Starts a command, kills it at a random moment of the time that it usually takes, and returns that moment. */
async function killAtRandomMoment(command: "up" | "down", usualMs: number): Promise<number> {
  const delayMs = Math.round(Math.random() * usualMs);
  const tool = start(command);
  const ended = once(tool, "exit");
  await new Promise((resolve) => setTimeout(resolve, delayMs));
  tool.kill("SIGKILL");
  await ended;
  return delayMs;
}

async function expectWorkingCluster(): Promise<void> {
  const layout = (await findCluster(CLUSTER))?.layout;
  if (layout === undefined) {
    throw new Error("The cluster is not written down.");
  }
  expect(await runKubectl(layout.kubeconfig, ["get", "--raw=/readyz"])).toBe("ok");
  expect(
    await runKubectl(layout.kubeconfig, [
      "get",
      "deployment/coredns",
      "--namespace=kube-system",
      "--output=jsonpath={.status.readyReplicas}",
    ]),
  ).toBe("1");
}

async function expectNothingLeft(context: string): Promise<void> {
  expect(await takeSnapshot(CLUSTER), context).toEqual(before);
  const layout = await findCluster(CLUSTER);
  expect(layout, context).toBeUndefined();
  expect(await kubectl("get", "--raw=/readyz"), "the cluster beside it still answers").toBe("ok");
}

beforeAll(async () => {
  await runToEnd("down");
  before = await takeSnapshot(CLUSTER);
  upMs = await runToEnd("up");
  await expectWorkingCluster();
  downMs = await runToEnd("down");
  await expectNothingLeft("after an undisturbed down");
  recordFigure("warm up, one node", Number((upMs / 1000).toFixed(1)), "s");
  recordFigure("down, one node", Number((downMs / 1000).toFixed(1)), "s");
});

afterAll(async () => {
  await runToEnd("down");
});

describe("up that is killed at a random moment", () => {
  it.each(ROUNDS)(
    "is made good by the next up, and the next down leaves nothing (round %i)",
    async () => {
      const killedAtMs = await killAtRandomMoment("up", upMs);
      const context = `up killed after ${killedAtMs} of ${upMs} ms`;
      await runToEnd("up");
      await expectWorkingCluster();
      await runToEnd("down");
      await expectNothingLeft(context);
    },
  );
});

describe("down that is killed at a random moment", () => {
  it.each(ROUNDS)(
    "is made good by the next down, which leaves nothing, and the next up works (round %i)",
    async () => {
      await runToEnd("up");
      const killedAtMs = await killAtRandomMoment("down", downMs);
      await runToEnd("down");
      await expectNothingLeft(`down killed after ${killedAtMs} of ${downMs} ms`);
    },
  );
});

describe("up of a cluster that is up", () => {
  it("changes nothing", async () => {
    await runToEnd("up");
    const layout = (await findCluster(CLUSTER))?.layout;
    const node = layout?.nodes[0]?.networkNamespace ?? "";
    const processes = await listNamespaceProcesses(node);
    await runToEnd("up");
    expect(await listNamespaceProcesses(node)).toEqual(
      expect.arrayContaining(processes.slice(0, 5)),
    );
    await expectWorkingCluster();
  });

  it("makes a new one when its first process was killed, as after a reboot", async () => {
    const layout = (await findCluster(CLUSTER))?.layout;
    for (const pid of await listNamespaceProcesses(layout?.nodes[0]?.networkNamespace ?? "")) {
      try {
        process.kill(pid, "SIGKILL");
      } catch {
        // It went with the first process of its node.
      }
    }
    await runToEnd("up");
    await expectWorkingCluster();
  });

  it("goes down and leaves no file of its own", async () => {
    const directory = (await findCluster(CLUSTER))?.layout.directory ?? "";
    await runToEnd("down");
    await expect(access(directory)).rejects.toThrow(/ENOENT/);
    await expectNothingLeft("after all");
  });
});
