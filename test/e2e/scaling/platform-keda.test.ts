// A platform whose agents KEDA scales, by the Prometheus that is installed with it.
import { beforeAll, expect, test } from "vitest";
import { waitFor } from "../../cluster/wait-for.ts";
import { prepareTestImages } from "../agent/test-images.ts";
import { kubectl, readField } from "../cluster-access.ts";
import { removeAfterAll } from "../component/remove-after-all.ts";
import { createUniqueText } from "../unique-text.ts";
import { type AskedPrometheus, askPrometheus } from "./ask-prometheus.ts";
import { findLayout } from "../find-layout.ts";
import { installKeda } from "./install-keda.ts";
import { createPlatformStacks, type PlatformStacks } from "./platform-stacks.ts";
import { preparePrometheusImages } from "./scaling-images.ts";

const namespace = createUniqueText("referring");
const later = removeAfterAll();

let stacks: PlatformStacks;
let prometheus: AskedPrometheus;

beforeAll(async () => {
  const layout = await findLayout();
  await preparePrometheusImages(layout);
  const images = await prepareTestImages();
  later(await installKeda(layout));
  stacks = await createPlatformStacks();
  later(stacks.remove);
  const platform = await stacks.upPlatform({
    prometheus: { install: true, scrapeIntervalSeconds: 5, allowFrom: [{ namespace }] },
    scaling: { backend: "Keda" },
  });
  expect(platform.succeeded, platform.output).toBe(true);
  const outputs = await stacks.readPlatform();
  prometheus = askPrometheus(namespace, outputs.prometheusUrl);
  const agent = await stacks.upAgent({
    namespace,
    image: images.worker,
    platformNamespace: outputs.namespace,
    backend: "Keda",
  });
  expect(agent.succeeded, agent.output).toBe(true);
});

test("KEDA asks the Prometheus that the binding names, and gets the load of the agent", async () => {
  const scaler = "hpa/worker-keda";
  await waitFor("the scaler of KEDA to work", 180, async () => {
    const found = await kubectl("get", scaler, `--namespace=${namespace}`, "--ignore-not-found");
    return (
      found !== "" &&
      (await readField(namespace, scaler, "{.status.conditions}")).includes('"ValidMetricFound"')
    );
  });
  const load = "{.status.currentMetrics[*].external.current}";
  expect(await readField(namespace, scaler, load)).toBe('{"averageValue":"0"}');
});

test("Prometheus looks at KEDA, which tells of the namespace of the agent and not of its own", async () => {
  const job = `job="keda-operator"`;
  await waitFor("KEDA to be looked at", 60, async () => {
    const up = await prometheus.query(`up{${job}} == 1`);
    return up.length === 1;
  });
  const scalers = await waitFor("what KEDA says of the agent", 60, async () => {
    const found = await prometheus.query(`keda_scaler_active{${job}}`);
    return found.length > 0 && found;
  });
  expect(scalers.map(({ metric }) => [metric["namespace"], metric["scaledObject"]])).toEqual([
    [namespace, "worker"],
  ]);
});

test("nothing changes when nothing was changed", async () => {
  for (const run of [stacks.platform, stacks.agent]) {
    const { succeeded, output } = await run("preview", "--expect-no-changes");
    expect(succeeded, output).toBe(true);
  }
});
