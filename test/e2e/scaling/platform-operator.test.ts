// A platform with a Prometheus of the Operator, by whose real definitions the API server judges.
import { beforeAll, expect, test } from "vitest";
import { AlertSource, renderAlertRules } from "@berth/berth";
import { kubectl } from "../cluster-access.ts";
import { installCustomResources } from "../component/custom-resources.ts";
import { removeAfterAll } from "../component/remove-after-all.ts";
import { createUniqueText } from "../unique-text.ts";
import { createPlatformStacks, type PlatformStacks } from "./platform-stacks.ts";

const sources = Object.values(AlertSource);
const later = removeAfterAll();

let stacks: PlatformStacks;
let namespace: string;

beforeAll(async () => {
  later(await installCustomResources());
  stacks = await createPlatformStacks();
  later(stacks.remove);
  const { succeeded, output } = await stacks.upPlatform({
    prometheus: {
      operator: {
        url: "http://prometheus-operated.monitoring.svc:9090",
        ruleLabels: { release: "stack" },
      },
    },
    scaling: { backend: "None" },
    alerts: { sources },
  });
  expect(succeeded, output).toBe(true);
  ({ namespace } = await stacks.readPlatform());
});

test("the API server takes every rule as it is", async () => {
  const rule = await kubectl(
    "get",
    "prometheusrules",
    "--selector=release=stack",
    `--namespace=${namespace}`,
    "--output=jsonpath={.items[*].spec}",
  );
  expect(JSON.parse(rule)).toEqual(renderAlertRules({ sources }));
});

test("nothing changes when nothing was changed", async () => {
  const { succeeded, output } = await stacks.platform("preview", "--expect-no-changes");
  expect(succeeded, output).toBe(true);
});

test("an agent of another stack that does not fit is told so, and nothing is made of it", async () => {
  const agents = createUniqueText("referring");
  const { succeeded, output } = await stacks.upAgent({
    namespace: agents,
    image: "berth.test/worker:none",
    platformNamespace: namespace,
    backend: "PrometheusAdapter",
  });
  expect(succeeded).toBe(false);
  expect(output).toContain(
    "'scaling.backend' (PrometheusAdapter) must be that of the 'platform' (None). Give 'scaling.backend' as None.",
  );
  expect(output).toContain(
    "'monitoring.kind' (None) must be that of the 'platform' (PodMonitor). Give 'monitoring.kind' as PodMonitor.",
  );
  const made = await kubectl("get", "deployments", "--all-namespaces", "--no-headers");
  expect(made).not.toContain(agents);
});
