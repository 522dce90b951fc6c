import { describe, expect, test } from "vitest";
import type { JsonObject } from "../values/json.ts";
import { readinessRuleOf, timeoutSecondsOf } from "./readiness.ts";

function verdict(object: JsonObject, related?: JsonObject[]): string {
  const rule = readinessRuleOf(object);
  if (rule === undefined) {
    return "nothing to wait for";
  }
  const judged = rule.judge(object, related);
  return judged.state === "ready" ? "ready" : `${judged.state}: ${judged.message}`;
}

function workload(kind: string, spec: JsonObject, status: JsonObject): JsonObject {
  return {
    apiVersion: "apps/v1",
    kind,
    metadata: { name: "a", namespace: "n", generation: 2 },
    spec,
    status: { observedGeneration: 2, ...status },
  };
}

describe("a Deployment", () => {
  const full = { replicas: 2, updatedReplicas: 2, availableReplicas: 2 };
  test("is ready with all pods new and available", () => {
    expect(verdict(workload("Deployment", { replicas: 2 }, full))).toBe("ready");
  });
  test("waits for its controller", () => {
    const object = workload("Deployment", { replicas: 2 }, { ...full, observedGeneration: 1 });
    expect(verdict(object)).toContain("has not seen the latest version");
  });
  test("waits for the new version, then for availability", () => {
    const spec = { replicas: 2 };
    expect(verdict(workload("Deployment", spec, { ...full, updatedReplicas: 1 }))).toBe(
      "waiting: 1 of 2 pods have the new version",
    );
    expect(verdict(workload("Deployment", spec, { ...full, availableReplicas: 0 }))).toBe(
      "waiting: 0 of 2 pods are available",
    );
  });
  test("waits for surplus pods: they count as available while a scale-down goes on", () => {
    const status = { ...full, replicas: 3, availableReplicas: 3 };
    expect(verdict(workload("Deployment", { replicas: 2 }, status))).toBe(
      "waiting: 1 old or surplus pods still run",
    );
  });
  test("has failed when its rollout makes no progress", () => {
    const conditions = [
      { type: "Progressing", status: "False", reason: "ProgressDeadlineExceeded", message: "slow" },
    ];
    expect(verdict(workload("Deployment", {}, { conditions }))).toBe(
      "failed: the rollout stopped: slow",
    );
  });
});

describe("a StatefulSet", () => {
  const full = { replicas: 3, readyReplicas: 3, updatedReplicas: 3 };
  test("is ready with all pods ready and new", () => {
    expect(verdict(workload("StatefulSet", { replicas: 3 }, full))).toBe("ready");
    expect(verdict(workload("StatefulSet", { replicas: 3 }, { ...full, updatedReplicas: 1 }))).toBe(
      "waiting: 1 of 3 pods have the new version",
    );
  });
  test("waits for no more new pods than its partition lets through", () => {
    const spec = { replicas: 3, updateStrategy: { rollingUpdate: { partition: 2 } } };
    expect(verdict(workload("StatefulSet", spec, { ...full, updatedReplicas: 1 }))).toBe("ready");
  });
  test("waits for no new pods at all when they are replaced by hand", () => {
    const spec = { replicas: 3, updateStrategy: { type: "OnDelete" } };
    expect(verdict(workload("StatefulSet", spec, { ...full, updatedReplicas: 0 }))).toBe("ready");
  });
});

test("a DaemonSet is ready with a new and available pod on every node it wants", () => {
  const full = { desiredNumberScheduled: 2, updatedNumberScheduled: 2, numberAvailable: 2 };
  expect(verdict(workload("DaemonSet", {}, full))).toBe("ready");
  expect(verdict(workload("DaemonSet", {}, { ...full, numberAvailable: 1 }))).toBe(
    "waiting: 1 of 2 pods are available",
  );
});

test("a Job is ready when it is complete or suspended, and fails for good", () => {
  const job = { apiVersion: "batch/v1", kind: "Job", spec: { completions: 2 } };
  expect(verdict({ ...job, status: { succeeded: 1 } })).toBe("waiting: 1 of 2 pods have succeeded");
  const complete = { conditions: [{ type: "Complete", status: "True" }] };
  expect(verdict({ ...job, status: complete })).toBe("ready");
  expect(verdict({ ...job, spec: { suspend: true } })).toBe("ready");
  const failed = {
    conditions: [{ type: "Failed", status: "True", reason: "BackoffLimitExceeded" }],
  };
  expect(verdict({ ...job, status: failed })).toBe("failed: the job failed: BackoffLimitExceeded");
});

test("a Pod is ready when it says so or has succeeded", () => {
  const pod = { apiVersion: "v1", kind: "Pod" };
  expect(verdict({ ...pod, status: { phase: "Pending" } })).toBe("waiting: the pod is Pending");
  expect(verdict({ ...pod, status: { phase: "Succeeded" } })).toBe("ready");
  const ready = { phase: "Running", conditions: [{ type: "Ready", status: "True" }] };
  expect(verdict({ ...pod, status: ready })).toBe("ready");
  expect(verdict({ ...pod, status: { phase: "Failed", reason: "Evicted" } })).toBe(
    "failed: the pod failed Evicted",
  );
});

describe("a Service", () => {
  const service = {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: "s", namespace: "n" },
    spec: { selector: { app: "x" }, clusterIP: "10.0.0.1" },
  };
  test("is ready with an endpoint that takes traffic, in the slices with its name", () => {
    expect(readinessRuleOf(service)?.related?.(service)).toEqual({
      apiVersion: "discovery.k8s.io/v1",
      kind: "EndpointSlice",
      namespace: "n",
      labelSelector: "kubernetes.io/service-name=s",
    });
    expect(verdict(service, undefined)).toBe("waiting: it has no ready endpoint yet");
    expect(verdict(service, [{ endpoints: [{ conditions: { ready: false } }] }])).toBe(
      "waiting: it has no ready endpoint yet",
    );
    expect(verdict(service, [{}, { endpoints: [{ conditions: {} }] }])).toBe("ready");
  });
  test.each<JsonObject>([{ clusterIP: "None" }, { type: "ExternalName" }, { selector: null }])(
    "with %j has no endpoints to wait for",
    (spec) => {
      expect(verdict({ ...service, spec: { ...service.spec, ...spec } })).toBe("ready");
    },
  );
  test("of type LoadBalancer waits for its address", () => {
    const balanced = { ...service, spec: { type: "LoadBalancer" } };
    expect(verdict(balanced)).toBe("waiting: it has no load balancer address yet");
    const status = { loadBalancer: { ingress: [{ ip: "192.0.2.1" }] } };
    expect(verdict({ ...balanced, status })).toBe("ready");
  });
});

test("an Ingress is ready when it has an address: an entry without one is none", () => {
  const ingress = { apiVersion: "networking.k8s.io/v1", kind: "Ingress" };
  expect(verdict(ingress)).toBe("waiting: it has no address yet");
  const withStatus = (entry: JsonObject): JsonObject => ({
    ...ingress,
    status: { loadBalancer: { ingress: [entry] } },
  });
  expect(verdict(withStatus({}))).toBe("waiting: it has no address yet");
  expect(verdict(withStatus({ hostname: "a.test" }))).toBe("ready");
});

test("a claim is ready when it is bound, or when only a pod can bind it", () => {
  const claim = {
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    spec: { storageClassName: "late" },
    status: { phase: "Pending" },
  };
  expect(verdict(claim)).toBe("waiting: the claim is Pending");
  expect(verdict(claim, [{ volumeBindingMode: "WaitForFirstConsumer" }])).toBe("ready");
  expect(verdict({ ...claim, status: { phase: "Bound" } })).toBe("ready");
  expect(verdict({ ...claim, status: { phase: "Lost" } })).toContain("failed");
});

test("a CRD is ready when it is established, and fails when its names are taken", () => {
  const crd = { apiVersion: "apiextensions.k8s.io/v1", kind: "CustomResourceDefinition" };
  expect(verdict(crd)).toBe("waiting: it is not established yet");
  const established = { conditions: [{ type: "Established", status: "True" }] };
  expect(verdict({ ...crd, status: established })).toBe("ready");
  const taken = { conditions: [{ type: "NamesAccepted", status: "False", reason: "Conflict" }] };
  expect(verdict({ ...crd, status: taken })).toBe("failed: its names are taken: Conflict");
});

test("waitFor wins over the rule of the kind, and skipAwait over both", () => {
  const annotations = { "pulumi.com/waitFor": "condition=Done" };
  const pod = { apiVersion: "v1", kind: "Pod", metadata: { annotations }, status: {} };
  const done = { phase: "Pending", conditions: [{ type: "Done", status: "True" }] };
  expect(verdict({ ...pod, status: done })).toBe("ready");
  const skipping = { ...annotations, "pulumi.com/skipAwait": "true" };
  expect(verdict({ ...pod, metadata: { annotations: skipping } })).toBe("nothing to wait for");
});

test("a kind without a rule has nothing to wait for", () => {
  expect(verdict({ apiVersion: "v1", kind: "ConfigMap" })).toBe("nothing to wait for");
  expect(verdict({ apiVersion: "v1", kind: "constructor" })).toBe("nothing to wait for");
});

test("customTimeouts win over the annotation, and that over the default", () => {
  const object = { metadata: { annotations: { "pulumi.com/timeoutSeconds": "30" } } };
  expect(timeoutSecondsOf(object, 5, 600)).toBe(5);
  expect(timeoutSecondsOf(object, 0, 600)).toBe(30);
  expect(timeoutSecondsOf({}, 0, 600)).toBe(600);
});

test("a timeout no timer can hold is cut: the timer would ring at once", () => {
  expect(timeoutSecondsOf({}, 10_000_000, 600) * 1000).toBeLessThan(2 ** 31);
});
