import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { DEFAULT_AGENT_PORT } from "@berth/contract";
import { waitFor } from "../../cluster/wait-for.ts";
import { readDriver } from "../../e2e/agent/driver-pod.ts";
import { kubectl, runInPod } from "../../e2e/cluster-access.ts";
import type { Part } from "../runtime/report.ts";
import { loadAgentImages } from "../scaling/agent-images.ts";
import type { Bench } from "../scaling/bench-cluster.ts";
import { deployProgram } from "../scaling/deploy-program.ts";
import { observePods } from "../scaling/reaction/observe-pods.ts";
import type { PeerCall } from "./calls.ts";
import { TABLE_SECONDS, toPeersPart } from "./peers-part.ts";
import { type Round, toReadyOrder } from "./round.ts";

const PROGRAM = new URL("programs/two-agents/index.ts", import.meta.url);

/** The folder of the image, whose executors are the two agents. */
const IMAGES = new URL("images/", import.meta.url);

const NAMESPACE = "agents";
const CALLER = "deployment/caller";
const CALLEE = "callee";

const MOST_PODS = 4;

/** Before pods are asked for, and after the last one has gone. */
const QUIET_SECONDS = 5;

/** Pods start one after the other on a small machine. */
const PODS_SECONDS = 120;

/** What the caller prints: its calls, and how many it has begun when a round is over. */
type CallerLine = { round?: number } & (PeerCall | { begunCalls: number });

/**
 * Measures which pods of an agent are called while there are more and less of them: a program that asks 40
 * times a second by each way, in turn, while the callee is scaled from one pod to four and back.
 */
export async function measurePeers(bench: Bench, rounds: number): Promise<Part> {
  const { layout, progress } = bench;
  const { peers: image } = await loadAgentImages(layout, ["peers"], progress, IMAGES);
  await progress.step("deploy two agents", () =>
    deployProgram(fileURLToPath(new URL(".", PROGRAM)), { namespace: NAMESPACE, image }, progress),
  );
  const measured: Round[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    measured.push(
      await progress.step(`1 to ${MOST_PODS} pods and back, round ${round}`, () =>
        runRound(bench, round),
      ),
    );
  }
  return toPeersPart(measured);
}

async function runRound({ api }: Bench, number: number): Promise<Round> {
  const endObserving = observePods(api, NAMESPACE, CALLEE);
  await tellCaller(String(number));
  await delay(QUIET_SECONDS * 1000);
  const requestMs = await scale(MOST_PODS);
  await waitForReady(MOST_PODS);
  await delay((TABLE_SECONDS + QUIET_SECONDS) * 1000);
  const { pods } = await endObserving();
  const returnMs = await scale(1);
  await waitFor("one pod", PODS_SECONDS, async () => (await readPods()).length === 1);
  await delay(QUIET_SECONDS * 1000);
  await tellCaller("end");
  const lines = await waitFor("the last call", PODS_SECONDS, () => readRound(number));
  return {
    ...toReadyOrder(pods, MOST_PODS),
    calls: lines.filter((line) => "way" in line),
    begunCalls: lines.reduce((sum, line) => sum + ("way" in line ? 0 : line.begunCalls), 0),
    requestMs,
    returnMs,
  };
}

/** Sends the caller a message, and does not wait for what it does about it. */
async function tellCaller(text: string): Promise<void> {
  const program = `
    const [url, text] = process.argv.slice(1);
    const message = { messageId: crypto.randomUUID(), role: "ROLE_USER", parts: [{ text }] };
    const params = { message, configuration: { returnImmediately: true } };
    const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "SendMessage", params });
    const headers = { "Content-Type": "application/json", "A2A-Version": "1.0" };
    const answer = await fetch(url, { method: "POST", headers, body });
    console.log(await answer.text());
  `;
  const url = `http://127.0.0.1:${DEFAULT_AGENT_PORT}/`;
  const command = ["node", "--input-type=module", "--eval", program];
  const answer = await runInPod(NAMESPACE, CALLER, ...command, url, text);
  if (!answer.includes('"task"')) {
    throw new Error(`The caller has no task of '${text}': ${answer}`);
  }
}

/** Asks for a number of pods, and returns the moment. */
async function scale(pods: number): Promise<number> {
  const nowMs = Date.now();
  await kubectl("scale", `deployment/${CALLEE}`, `--replicas=${pods}`, `--namespace=${NAMESPACE}`);
  return nowMs;
}

async function waitForReady(count: number): Promise<void> {
  await waitFor(`${count} pods that are Ready`, PODS_SECONDS, async () => {
    const pods = await readPods();
    return pods.length === count && pods.every((isReady) => isReady === "True");
  });
}

/** For each pod of the callee, also one that goes away, whether it is Ready. */
async function readPods(): Promise<string[]> {
  const condition = `{range .items[*]}{.status.conditions[?(@.type=="Ready")].status}{"\\n"}{end}`;
  const printed = await kubectl(
    "get",
    "pods",
    `--namespace=${NAMESPACE}`,
    `--selector=app.kubernetes.io/name=${CALLEE}`,
    `--output=jsonpath=${condition}`,
  );
  return printed.split("\n").slice(0, -1);
}

/** What the caller has printed of a round that is over; false before. */
async function readRound(number: number): Promise<CallerLine[] | false> {
  const lines = await readDriver<CallerLine>(NAMESPACE, CALLER);
  const ofRound = lines.filter(({ round }) => round === number);
  return ofRound.some((line) => "begunCalls" in line) && ofRound;
}
