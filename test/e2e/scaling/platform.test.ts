// A platform with a Prometheus of its own, and an agent of another stack that refers to it.
import { beforeAll, expect, test } from "vitest";
import type { AgentPlatformArgs } from "@berth/berth";
import { z } from "zod";
import { waitFor } from "../../cluster/wait-for.ts";
import { prepareTestImages, type TestImages } from "../agent/test-images.ts";
import { kubectl, readField } from "../cluster-access.ts";
import { removeAfterAll } from "../component/remove-after-all.ts";
import { createUniqueText } from "../unique-text.ts";
import { type AskedPrometheus, askPrometheus } from "./ask-prometheus.ts";
import { findLayout } from "../find-layout.ts";
import {
  createPlatformStacks,
  type PlatformOutputs,
  type PlatformStacks,
} from "./platform-stacks.ts";
import { preparePrometheusImages } from "./scaling-images.ts";

const namespace = createUniqueText("referring");
const later = removeAfterAll();

const PLATFORM: AgentPlatformArgs = {
  prometheus: { install: true, scrapeIntervalSeconds: 5, allowFrom: [{ namespace }] },
  scaling: { adapter: { relistIntervalSeconds: 10 } },
};

let stacks: PlatformStacks;
let images: TestImages;
let outputs: PlatformOutputs;

let prometheus: AskedPrometheus;

beforeAll(async () => {
  await preparePrometheusImages(await findLayout());
  images = await prepareTestImages();
  stacks = await createPlatformStacks();
  later(stacks.remove);
  const { succeeded, output } = await stacks.upPlatform(PLATFORM);
  expect(succeeded, output).toBe(true);
  outputs = await stacks.readPlatform();
  prometheus = askPrometheus(namespace, outputs.prometheusUrl);
});

test("nothing changes when nothing was changed", async () => {
  for (const args of [
    ["preview", "--expect-no-changes"],
    ["refresh", "--yes", "--expect-no-changes"],
  ]) {
    const { succeeded, output } = await stacks.platform(...args);
    expect(succeeded, output).toBe(true);
  }
});

test("an agent of another stack takes the binding, and Prometheus finds each of its pods once", async () => {
  const { succeeded, output } = await stacks.upAgent({
    namespace,
    image: images.worker,
    platformNamespace: outputs.namespace,
    backend: "PrometheusAdapter",
  });
  expect(succeeded, output).toBe(true);
  const names = await kubectl(
    "get",
    "pods",
    `--namespace=${namespace}`,
    "--output=jsonpath={.items[*].metadata.name}",
  );
  const load = await waitFor("the load of both pods", 60, async () => {
    const found = await prometheus.query(`a2a_active_tasks{namespace="${namespace}"}`);
    return found.length === 2 && found;
  });
  expect(load.map(({ metric }) => metric["pod"]).sort()).toEqual(names.split(" ").sort());
  for (const { metric, value } of load) {
    expect(metric).toEqual({
      __name__: "a2a_active_tasks",
      job: "berth-agents",
      namespace,
      agent: "worker",
      pod: metric["pod"],
      instance: expect.stringMatching(/:9464$/) as string,
    });
    expect(value[1]).toBe("0");
  }
});

test("the scaler of the agent hears of the load from the adapter of the platform", async () => {
  expect(outputs.apiServiceNames.toSorted()).toEqual([
    "v1beta1.custom.metrics.k8s.io",
    "v1beta2.custom.metrics.k8s.io",
  ]);
  await waitFor("the scaler to work", 120, async () => {
    const conditions = await readField(namespace, "hpa/worker", "{.status.conditions}");
    return conditions.includes('"ValidMetricFound"');
  });
  expect(await readField(namespace, "hpa/worker", "{.status.currentMetrics[*].pods.current}")).toBe(
    '{"averageValue":"0"}',
  );
});

test("the policy of the agent admits that Prometheus by what the binding tells of it", async () => {
  const policy = await readField(namespace, "networkpolicy/worker", "{.spec.ingress[*].from}");
  expect(policy).toContain(`"app.kubernetes.io/instance":"platform"`);
  expect(policy).toContain(`"kubernetes.io/metadata.name":"${outputs.namespace}"`);
});

test("Prometheus hears from the API server which APIs it does not reach, and nothing else", async () => {
  const found = await waitFor("what the API server says", 120, async () => {
    const result = await prometheus.query("count by (__name__) ({job='kubernetes-apiserver'})");
    return result.length > 0 && result;
  });
  const names = found.map(({ metric }) => metric["__name__"] ?? "");
  expect(names.filter((name) => !/^(up|scrape_.*)$/.test(name))).toEqual([
    "aggregator_unavailable_apiservice",
  ]);
});

test("Prometheus has the rules, keeps samples as long as it was told, and logs no error", async () => {
  const rules = z
    .object({
      groups: z.array(
        z.object({ name: z.string(), rules: z.array(z.looseObject({ health: z.string() })) }),
      ),
    })
    .parse(
      await waitFor("the rules to be evaluated", 60, async () => {
        const found = await prometheus.ask("rules");
        return !JSON.stringify(found).includes('"health":"unknown"') && found;
      }),
    );
  expect(rules.groups.length).toBeGreaterThan(3);
  const healths = rules.groups.flatMap((group) => group.rules.map(({ health }) => health));
  expect(new Set(healths)).toEqual(new Set(["ok"]));
  expect(await prometheus.ask("status/runtimeinfo")).toMatchObject({
    storageRetention: "1d or 1GiB476MiB",
  });
  const logs = await kubectl(
    "logs",
    "deployment/platform-prometheus",
    `--namespace=${outputs.namespace}`,
  );
  expect(logs.split("\n").filter((line) => /level=(ERROR|WARN)/.test(line))).toEqual([]);
});

test("other files are another ConfigMap and another pod, and the old ConfigMap goes", async () => {
  const names = async () =>
    await kubectl(
      "get",
      "configmaps",
      `--namespace=${outputs.namespace}`,
      "--selector=app.kubernetes.io/name=prometheus",
      "--output=name",
    );
  const before = await names();
  const { succeeded, output } = await stacks.upPlatform({
    ...PLATFORM,
    prometheus: { ...PLATFORM.prometheus, retentionHours: 48 },
  });
  expect(succeeded, output).toBe(true);
  const after = await names();
  expect(after.trim().split("\n")).toHaveLength(1);
  expect(after).not.toBe(before);
  await waitFor("the new Prometheus", 60, async () => {
    const info = await prometheus.ask("status/runtimeinfo").catch(() => ({}));
    return JSON.stringify(info).includes("2d or");
  });
});

test("destroy leaves nothing", async () => {
  for (const run of [stacks.agent, stacks.platform]) {
    const { succeeded, output } = await run("destroy", "--yes");
    expect(succeeded, output).toBe(true);
  }
  const left = await kubectl("get", "namespaces,clusterroles,clusterrolebindings", "--output=name");
  expect(left).not.toContain(outputs.namespace);
});
