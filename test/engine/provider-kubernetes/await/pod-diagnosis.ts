// Says why pods do not run, in the words of the kubelet and the scheduler, with what their containers said last.
import type { ApiClient } from "../cluster/api-client.ts";
import { nameOf } from "../cluster/object-name.ts";
import {
  type JsonObject,
  numberAt,
  objectAt,
  objectsAt,
  stringAt,
  valueAt,
} from "../values/json.ts";
import { resultOr } from "./bounded.ts";
import { conditionOf, isConditionTrue, reasonOf } from "./verdict.ts";

const LOG_LINES = 10;
/** Pods of one workload mostly fail in the same way. */
const MOST_PODS = 3;
/** A reason is stored in the state: a container that writes megabytes in a line is cut. */
const MOST_LOG_CHARACTERS = 4_000;

export interface PodProblem {
  pod: JsonObject;
  message: string;
  /** The container whose log may tell more; `previous` when it is the run before the present one that crashed. */
  log?: { container: string; previous: boolean };
}

/** What is wrong with pods that are not ready; nothing for those that run, have succeeded or are being deleted. */
export function findPodProblems(pods: JsonObject[]): PodProblem[] {
  return pods
    .filter((pod) => valueAt(pod, "metadata", "deletionTimestamp") === undefined)
    .flatMap(problemsOfPod);
}

function problemsOfPod(pod: JsonObject): PodProblem[] {
  const name = `pod ${nameOf(pod).name}`;
  if (stringAt(pod, "status", "phase") === "Succeeded" || isConditionTrue(pod, "Ready")) {
    return [];
  }
  const scheduled = conditionOf(pod, "PodScheduled");
  if (scheduled?.status === "False") {
    return [{ pod, message: `${name}: ${reasonOf(scheduled)}` }];
  }
  const containers = [
    ...objectsAt(pod, "status", "initContainerStatuses"),
    ...objectsAt(pod, "status", "containerStatuses"),
  ].flatMap((status) => problemOfContainer(pod, name, status));
  if (containers.length > 0) {
    return containers;
  }
  const reason = reasonOf(objectAt(pod, "status"));
  return reason === "" ? [] : [{ pod, message: `${name}: ${reason}` }];
}

function problemOfContainer(pod: JsonObject, name: string, status: JsonObject): PodProblem[] {
  const container = stringAt(status, "name");
  const place = `${name}: container ${container}`;
  const last = objectAt(status, "lastState", "terminated");
  const lastExit = Object.keys(last).length === 0 ? "" : `; its last run: ${exitOf(last)}`;
  const waiting = objectAt(status, "state", "waiting");
  const terminated = objectAt(status, "state", "terminated");

  if (stringAt(waiting, "reason") !== "") {
    // PodInitializing and ContainerCreating are steps on the way, not reasons.
    const isStep = ["ContainerCreating", "PodInitializing"].includes(stringAt(waiting, "reason"));
    if (isStep && lastExit === "") {
      return [];
    }
    const message = `${place}: ${reasonOf(waiting)}${lastExit}`;
    return [{ pod, message, ...(lastExit === "" ? {} : { log: { container, previous: true } }) }];
  }
  if (Object.keys(terminated).length > 0) {
    if (numberAt(terminated, ["exitCode"]) === 0) {
      return [];
    }
    return [
      { pod, message: `${place}: ${exitOf(terminated)}`, log: { container, previous: false } },
    ];
  }
  const isRunning = Object.keys(objectAt(status, "state", "running")).length > 0;
  if (isRunning && status.ready !== true && status.started !== undefined) {
    const probe = status.started === false ? "has not started" : "is not ready";
    const message = `${place}: runs, but ${probe}${lastExit}`;
    // What the present run says tells more than the log of the run before, unless there was a crash.
    return [{ pod, message, log: { container, previous: lastExit !== "" } }];
  }
  return [];
}

/** `OOMKilled, exit code 137` and what the container left as its last message. */
function exitOf(terminated: JsonObject): string {
  const reason = stringAt(terminated, "reason");
  const message = stringAt(terminated, "message").trim();
  const signal = numberAt(terminated, ["signal"]);
  return [
    ...(reason === "" ? [] : [reason]),
    `exit code ${numberAt(terminated, ["exitCode"])}`,
    ...(signal === 0 ? [] : [`signal ${signal}`]),
    ...(message === "" ? [] : [message]),
  ].join(", ");
}

/** One line of what is wrong, for progress: the first problem, and how many more there are. */
export function summarizePodProblems(pods: JsonObject[]): string {
  const [first, ...others] = findPodProblems(pods);
  if (first === undefined) {
    return "";
  }
  return others.length === 0 ? first.message : `${first.message} (and ${others.length} more)`;
}

/**
 * One reason for each problem, with the last log lines of its container. Never throws: a log may be gone. When `signal`
 * aborts, the reasons do without the logs that have not come.
 */
export async function explainPods(
  api: Pick<ApiClient, "log">,
  pods: JsonObject[],
  signal: AbortSignal,
): Promise<string[]> {
  const problems = findPodProblems(pods);
  const shownPods = [...new Set(problems.map(({ pod }) => pod))].slice(0, MOST_PODS);
  const shown = problems.filter(({ pod }) => shownPods.includes(pod));
  return Promise.all(
    shown.map(async (problem) => {
      const lines = await lastLogLines(api, problem, signal);
      return lines === "" ? problem.message : `${problem.message}\nlast log lines:\n${lines}`;
    }),
  );
}

async function lastLogLines(
  api: Pick<ApiClient, "log">,
  problem: PodProblem,
  signal: AbortSignal,
): Promise<string> {
  if (problem.log === undefined) {
    return "";
  }
  const { container, previous } = problem.log;
  const query = { container, tailLines: String(LOG_LINES) };
  // The log of the crashed run goes with its container: then that of the present run is all there is.
  for (const each of previous ? [{ ...query, previous: "true" }, query] : [query]) {
    const log = await resultOr(api.log(nameOf(problem.pod), each, signal), signal, "");
    if (log.trim() !== "") {
      return log.trimEnd().slice(-MOST_LOG_CHARACTERS);
    }
  }
  return "";
}
