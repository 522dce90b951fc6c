import { expect, test } from "vitest";
import type { JsonObject } from "../values/json.ts";
import { explainPods, findPodProblems, summarizePodProblems } from "./pod-diagnosis.ts";

const FOREVER = new AbortController().signal;

function pod(status: JsonObject, name = "web-1"): JsonObject {
  return { apiVersion: "v1", kind: "Pod", metadata: { name, namespace: "n" }, status };
}

function container(status: JsonObject): JsonObject {
  return pod({ phase: "Running", containerStatuses: [{ name: "app", ready: false, ...status }] });
}

const CRASHED = container({
  restartCount: 3,
  state: { waiting: { reason: "CrashLoopBackOff", message: "back-off 40s" } },
  lastState: { terminated: { reason: "Error", exitCode: 2 } },
});

test.each([
  [
    "a pod no node can take",
    pod({
      conditions: [
        { type: "PodScheduled", status: "False", reason: "Unschedulable", message: "0/2 nodes" },
      ],
    }),
    "pod web-1: Unschedulable: 0/2 nodes",
  ],
  [
    "an image that cannot be pulled",
    container({ state: { waiting: { reason: "ImagePullBackOff", message: "no such image" } } }),
    "pod web-1: container app: ImagePullBackOff: no such image",
  ],
  [
    "a container that crashes again and again",
    CRASHED,
    "pod web-1: container app: CrashLoopBackOff: back-off 40s; its last run: Error, exit code 2",
  ],
  [
    "a container over its memory limit",
    container({ state: { terminated: { reason: "OOMKilled", exitCode: 137 } } }),
    "pod web-1: container app: OOMKilled, exit code 137",
  ],
  [
    "a container that left a last message",
    container({ state: { terminated: { exitCode: 1, message: "no config\n" } } }),
    "pod web-1: container app: exit code 1, no config",
  ],
  [
    "a container that runs and is not ready",
    container({ started: true, state: { running: { startedAt: "x" } } }),
    "pod web-1: container app: runs, but is not ready",
  ],
  [
    "an init container that fails",
    pod({
      phase: "Pending",
      initContainerStatuses: [
        { name: "init", state: { terminated: { reason: "Error", exitCode: 5 } } },
      ],
      containerStatuses: [{ name: "app", state: { waiting: { reason: "PodInitializing" } } }],
    }),
    "pod web-1: container init: Error, exit code 5",
  ],
  ["an evicted pod", pod({ phase: "Failed", reason: "Evicted" }), "pod web-1: Evicted"],
])("%s is named with its reason", (_title, object, message) => {
  expect(findPodProblems([object]).map((problem) => problem.message)).toEqual([message]);
});

test("pods that are ready, done, starting or on their way out have no problem", () => {
  const pods = [
    pod({ phase: "Running", conditions: [{ type: "Ready", status: "True" }] }),
    pod({ phase: "Succeeded" }),
    container({ state: { waiting: { reason: "ContainerCreating" } } }),
    { ...CRASHED, metadata: { name: "x", deletionTimestamp: "now" } },
  ];
  expect(findPodProblems(pods)).toEqual([]);
  expect(summarizePodProblems(pods)).toBe("");
});

test("progress names the first problem and how many more there are", () => {
  expect(summarizePodProblems([pod({ reason: "A" }), pod({ reason: "B" }, "web-2")])).toBe(
    "pod web-1: A (and 1 more)",
  );
});

test("the reason of a crash has the last log lines of the run that crashed", async () => {
  const queries: Record<string, string>[] = [];
  const api = {
    log: (_pod: object, query: Record<string, string>) => {
      queries.push(query);
      return Promise.resolve("line 1\nline 2\n");
    },
  };
  const [reason] = await explainPods(api, [CRASHED], FOREVER);
  expect(queries).toEqual([{ container: "app", tailLines: "10", previous: "true" }]);
  expect(reason).toContain("CrashLoopBackOff");
  expect(reason).toContain("\nlast log lines:\nline 1\nline 2");
});

test("without the log of the crashed run, that of the present run is taken, and none is no error", async () => {
  const asked: (string | undefined)[] = [];
  const api = {
    log: (_pod: object, query: Record<string, string>) => {
      asked.push(query.previous);
      return Promise.reject(new Error("gone"));
    },
  };
  expect(await explainPods(api, [CRASHED], FOREVER)).toEqual([
    findPodProblems([CRASHED])[0]?.message,
  ]);
  expect(asked).toEqual(["true", undefined]);
});

test("no more than three pods are explained: one workload's pods fail alike", async () => {
  const pods = ["a", "b", "c", "d", "e"].map((name) => pod({ reason: "Evicted" }, name));
  expect(await explainPods({ log: () => Promise.resolve("") }, pods, FOREVER)).toHaveLength(3);
});
