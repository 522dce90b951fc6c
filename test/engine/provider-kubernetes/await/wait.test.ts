import { expect, test } from "vitest";
import { ApiError } from "../cluster/errors.ts";
import { createMemoryApi } from "../testing/memory-api.ts";
import type { JsonObject } from "../values/json.ts";
import { waitUntilGone, waitUntilReady } from "./wait.ts";

const FOREVER = new AbortController().signal;
const LONG = { timeoutSeconds: 3600, cancelled: FOREVER };
const SHORT = { timeoutSeconds: 0.05, cancelled: FOREVER };

function pod(status: JsonObject, name = "a"): JsonObject {
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name, namespace: "n", labels: { app: "x" } },
    status,
  };
}

const READY_POD = pod({ conditions: [{ type: "Ready", status: "True" }] });

const SERVICE = {
  apiVersion: "v1",
  kind: "Service",
  metadata: { name: "s", namespace: "n" },
  spec: { selector: { app: "x" } },
};

function deployment(status: JsonObject): JsonObject {
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "d", namespace: "n", generation: 1 },
    spec: { replicas: 1, selector: { matchLabels: { app: "x" } } },
    status: { observedGeneration: 1, ...status },
  };
}

const DONE = { replicas: 1, updatedReplicas: 1, availableReplicas: 1 };

test("an object that is ready already, or has nothing to wait for, is not watched", async () => {
  const api = { ...createMemoryApi(), watch: () => Promise.reject(new Error("not needed")) };
  expect(await waitUntilReady(api, READY_POD, LONG)).toEqual({ object: READY_POD, reasons: [] });
  const configMap = { apiVersion: "v1", kind: "ConfigMap" };
  expect((await waitUntilReady(api, configMap, LONG)).reasons).toEqual([]);
});

test("a change of the object ends the wait", async () => {
  const api = createMemoryApi();
  const said: string[] = [];
  const wait = waitUntilReady(api, api.put(pod({ phase: "Pending" })), {
    ...LONG,
    report: (progress) => {
      said.push(progress);
      api.put(READY_POD);
    },
  });
  expect((await wait).reasons).toEqual([]);
  expect(said).toEqual(["the pod is Pending"]);
});

test("a change of what the verdict depends on ends the wait, too", async () => {
  const api = createMemoryApi();
  const slice = { kind: "EndpointSlice", metadata: { name: "s-1", namespace: "n" } };
  api.put({ ...slice, endpoints: [{ conditions: { ready: false } }] });
  const wait = waitUntilReady(api, api.put(SERVICE), {
    ...LONG,
    report: () => {
      api.put({ ...slice, endpoints: [{ conditions: { ready: true } }] });
    },
  });
  expect((await wait).reasons).toEqual([]);
});

test("what the pods say shows in the progress while they change", async () => {
  const api = createMemoryApi();
  const said: string[] = [];
  const wait = waitUntilReady(api, api.put(deployment({ updatedReplicas: 1 })), {
    ...LONG,
    report: (progress) => {
      said.push(progress);
      if (said.length === 1) {
        setImmediate(() => api.put(pod({ reason: "Evicted" })));
      } else {
        api.put(deployment(DONE));
      }
    },
  });
  expect((await wait).reasons).toEqual([]);
  expect(said).toEqual(["0 of 1 pods are available", "0 of 1 pods are available; pod a: Evicted"]);
});

test("when the time is over, the reasons name the pod and what it said last", async () => {
  const api = createMemoryApi();
  const terminated = { reason: "Error", exitCode: 7 };
  api.put(
    pod({
      containerStatuses: [
        {
          name: "app",
          state: { waiting: { reason: "CrashLoopBackOff" } },
          lastState: { terminated },
        },
      ],
    }),
  );
  api.logs.set("a app previous", "cannot open /data\n");
  const { reasons } = await waitUntilReady(api, api.put(deployment({ updatedReplicas: 1 })), SHORT);
  expect(reasons).toEqual([
    "not ready after 0.05 s: 0 of 1 pods are available",
    "pod a: container app: CrashLoopBackOff; its last run: Error, exit code 7\nlast log lines:\ncannot open /data",
  ]);
});

test("a failure that no waiting helps ends the wait at once, with its pods", async () => {
  const api = createMemoryApi();
  api.put(pod({ reason: "Evicted" }));
  const conditions = [
    { type: "Progressing", status: "False", reason: "ProgressDeadlineExceeded", message: "slow" },
  ];
  const { reasons } = await waitUntilReady(api, api.put(deployment({ conditions })), LONG);
  expect(reasons).toEqual(["the rollout stopped: slow", "pod a: Evicted"]);
});

test("a cancelled wait answers with what it knows, so that the object stays in the state", async () => {
  const api = createMemoryApi();
  const cancel = new AbortController();
  const { object, reasons } = await waitUntilReady(api, api.put(pod({ phase: "Pending" })), {
    timeoutSeconds: 3600,
    cancelled: cancel.signal,
    report: () => {
      cancel.abort();
    },
  });
  expect(reasons).toEqual(["not ready when the wait was cancelled: the pod is Pending"]);
  expect(object.kind).toBe("Pod");
});

test("an object that is deleted, or made anew, while it is waited for is no success", async () => {
  const api = createMemoryApi();
  const stored = api.put(pod({ phase: "Pending" }));
  const report = (): void => {
    api.drop("Pod n/a");
    api.put(READY_POD);
  };
  const { reasons } = await waitUntilReady(api, stored, { ...LONG, report });
  expect(reasons).toEqual(["it was deleted while it was waited for"]);
});

test("a missing permission to watch is a reason, not an error that loses the object", async () => {
  const forbidden = new ApiError(403, { message: "may not watch" }, "watch");
  const memory = createMemoryApi();
  const api = {
    ...memory,
    list: () => Promise.reject(forbidden),
    watch: () => Promise.resolve({ kind: "failed" as const, error: forbidden }),
  };
  const { reasons } = await waitUntilReady(api, memory.put(pod({ phase: "Pending" })), LONG);
  expect(reasons).toEqual(["it cannot be watched: watch: may not watch"]);
});

test("a server that never answers does not hold a wait beyond its time", async () => {
  const never = new Promise<never>(() => undefined);
  const memory = createMemoryApi();
  const api = { list: () => never, watch: () => never, log: () => never };
  const { reasons } = await waitUntilReady(api, memory.put(SERVICE), {
    ...SHORT,
    explainTimeoutMs: 20,
  });
  expect(reasons[0]).toBe("not ready after 0.05 s: it has no ready endpoint yet");
});

test("the end of an object is seen by a watch", async () => {
  const api = createMemoryApi();
  const stored = api.put(pod({}));
  const wait = waitUntilGone(api, stored, LONG);
  setImmediate(() => {
    api.drop("Pod n/a");
  });
  await expect(wait).resolves.toBeUndefined();
});

test("an object of the same name and another uid is not the one that is waited for", async () => {
  const api = createMemoryApi();
  const stored = api.put(pod({}));
  const wait = waitUntilGone(api, stored, LONG);
  setImmediate(() => {
    api.objects.clear();
    api.put(pod({}));
  });
  await expect(wait).resolves.toBeUndefined();
});

test("an object that stays beyond the time is an error with the finalizers that hold it", async () => {
  const api = createMemoryApi();
  const stored = api.put({
    ...pod({}),
    metadata: { name: "a", namespace: "n", finalizers: ["example.test/hold"] },
  });
  await expect(waitUntilGone(api, stored, SHORT)).rejects.toThrow(
    'still there after 0.05 s; its finalizers: ["example.test/hold"]',
  );
});
