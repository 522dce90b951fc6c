import type { AgentArgs } from "@berth/berth";
import { waitFor } from "../../cluster/wait-for.ts";
import type { TaskEnd } from "../agent/driven-load.ts";
import { kubectl } from "../cluster-access.ts";
import { type Framework, FRAMEWORKS } from "./framework-agents.ts";
import { type FrameworkLoad, type LoadOptions, startFrameworkLoad } from "./framework-load.ts";
import type { AgentPod, RunningFrameworks } from "./running-frameworks.ts";

/** Agents that have no limit of their own get so many tasks of each kind at a time. */
const LANES = 3;

/** How many tasks of each kind have ended before the pods are replaced. */
const WARM_TASKS = 2;

/** Longer than the drain of a pod takes. */
const GONE_SECONDS = 150;

/** A load whose lanes are as many as each agent takes, unless it says otherwise. */
type RollLoad = Omit<LoadOptions, "lanes"> & Partial<Pick<LoadOptions, "lanes">>;

/** What became of an agent whose pods were replaced. */
export interface Roll {
  /** The tasks from before the first pod went until after the last one had gone. */
  ends: TaskEnd[];
  /** When the pods were about to be replaced. */
  at: Date;
  /** What the containers of a name said in the pods that have gone. */
  logs: string[];
}

/** Deploys the agents anew, with every pod replaced, while tasks run, and tells what became of each agent. */
export async function rollUnderLoad(
  running: RunningFrameworks,
  agents: Record<string, AgentArgs>,
  load: RollLoad,
  container: string,
): Promise<Record<string, Roll>> {
  const { namespace } = running;
  const loads = await startLoads(namespace, load);
  await Promise.all(Object.values(loads).map((one) => one.waitForEnds(WARM_TASKS)));
  const former = await readAllPods(running);
  const logs = Object.fromEntries(
    Object.entries(former).map(([name, pods]) => [
      name,
      Promise.all(pods.map((pod) => followLog(namespace, pod.name, container))),
    ]),
  );
  const at = new Date();
  await running.up(agents);
  await waitForGone(namespace, Object.values(former).flat());
  const rolls: Record<string, Roll> = {};
  await Promise.all(
    Object.entries(loads).map(async ([name, one]) => {
      rolls[name] = { ends: await one.stop(), at, logs: (await logs[name]) ?? [] };
    }),
  );
  return rolls;
}

async function startLoads(
  namespace: string,
  options: RollLoad,
): Promise<Record<string, FrameworkLoad>> {
  const loads: Record<string, FrameworkLoad> = {};
  await Promise.all(
    FRAMEWORKS.map(async ({ capacity, name }: Framework & { name: string }) => {
      const lanes = options.lanes ?? capacity ?? LANES;
      loads[name] = await startFrameworkLoad(namespace, name, { ...options, lanes });
    }),
  );
  return loads;
}

async function readAllPods(running: RunningFrameworks): Promise<Record<string, AgentPod[]>> {
  const pods: Record<string, AgentPod[]> = {};
  await Promise.all(
    FRAMEWORKS.map(async ({ name }) => {
      pods[name] = await running.readPods(name);
    }),
  );
  return pods;
}

/** The kubelet keeps no log of a pod that is gone, so it is read while it is written. */
async function followLog(namespace: string, pod: string, container: string): Promise<string> {
  const args = [pod, `--container=${container}`, `--namespace=${namespace}`, "--follow"];
  return await kubectl("logs", ...args).catch(String);
}

async function waitForGone(namespace: string, pods: readonly AgentPod[]): Promise<void> {
  await waitFor("the former pods to go", GONE_SECONDS, async () => {
    const printed = await kubectl("get", "pods", `--namespace=${namespace}`, "--output=name");
    const names = printed.split("\n");
    return pods.every(({ name }) => !names.includes(`pod/${name}`));
  });
}
