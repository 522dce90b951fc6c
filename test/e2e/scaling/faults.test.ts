// What a scaler does when it is told nothing, or nonsense: nothing, and somebody is told.
import { setTimeout as delay } from "node:timers/promises";
import type { ScalingBackend } from "@berth/berth";
import { beforeAll, describe, expect, test } from "vitest";
import { waitFor } from "../../cluster/wait-for.ts";
import { readField, runInPod } from "../cluster-access.ts";
import { removeAfterAll } from "../component/remove-after-all.ts";
import { watchReplicas } from "../component/replica-watch.ts";
import { createUniqueText } from "../unique-text.ts";
import { findLayout } from "../find-layout.ts";
import { installKeda } from "./install-keda.ts";
import { listNames } from "./list-names.ts";
import { type ActiveAlert, CLIENT_LABELS, createAlertReader } from "./prometheus-client.ts";
import {
  BACKENDS,
  METRICS_FILE,
  MIN_REPLICAS,
  PLATFORM,
  TOLD_TASKS,
  toAgentName,
  toTellingAgent,
} from "./scaled-agents.ts";
import { isScalingActive, waitForScalingActive } from "./scaling-active.ts";
import { preparePrometheusImages } from "./scaling-images.ts";
import { createScalingStack, type ScalingStack, type WantedAgent } from "./scaling-stack.ts";
import { withoutServers } from "./without-servers.ts";

/** Between the least and the most pods, so that a mistake in either direction is seen. */
const REPLICAS = 3;

/** The minute that queries look back at, and some looks of the scalers. */
const HOLD_MS = 110_000;

/** Some looks of the scalers. */
const OUTAGE_MS = 60_000;

/** What the pods of an agent tell, and what is said of it. */
interface Fault {
  what: string;
  /** A part of the agent's name. */
  key: string;
  told: Told;
  /** How many of its pods tell that. */
  pods: number;
  alert: string;
}

/** The load that pods tell; `silence` is the answer 404. */
type Told = number | "NaN" | "silence";

const FAULTS: readonly Fault[] = [
  { what: "one pod tells NaN", key: "nan", told: "NaN", pods: 1, alert: "AgentLoadInvalid" },
  {
    what: "one pod has no samples",
    key: "silent",
    told: "silence",
    pods: 1,
    alert: "AgentScrapeFailing",
  },
  {
    what: "every pod tells NaN",
    key: "all-nan",
    told: "NaN",
    pods: REPLICAS,
    alert: "AgentLoadInvalid",
  },
  {
    what: "no pod has samples",
    key: "all-silent",
    told: "silence",
    pods: REPLICAS,
    alert: "AgentAbsent",
  },
];

/** The part of the name of an agent that has no fault. */
const SOUND = "sound";

const KEYS = [SOUND, ...FAULTS.map(({ key }) => key)];
const AGENTS = BACKENDS.flatMap((backend) => KEYS.map((key) => toName(backend, key)));

const namespace = createUniqueText("faults");
const later = removeAfterAll();

let readAlerts: () => Promise<ActiveAlert[]>;
let platformNamespace: string;

function toName(backend: ScalingBackend, key: string): string {
  return `${toAgentName(backend)}-${key}`;
}

/** Has the first pods of an agent tell something. */
async function tell(agent: string, told: Told, count = REPLICAS): Promise<void> {
  const command =
    told === "silence" ? `rm ${METRICS_FILE}` : `echo 'a2a_active_tasks ${told}' > ${METRICS_FILE}`;
  const pods = await listNames("pods", namespace, `app.kubernetes.io/name=${agent}`);
  for (const pod of pods.slice(0, count)) {
    await runInPod(namespace, pod, "sh", "-c", command);
  }
}

async function waitForScalers(key: string): Promise<void> {
  for (const backend of BACKENDS) {
    await waitForScalingActive(namespace, toName(backend, key), backend);
  }
}

/** Expects that the scalers of agents say that they are told nothing. */
async function expectBlindScalers(key: string): Promise<void> {
  for (const backend of BACKENDS) {
    expect(await isScalingActive(namespace, toName(backend, key), backend)).toBe(false);
  }
}

/** Expects that no agent gets or loses pods while something happens. */
async function expectSteady(during: () => Promise<void>): Promise<void> {
  const watches = await Promise.all(AGENTS.map((agent) => watchReplicas(namespace, agent)));
  const wanted: Record<string, number[]> = {};
  try {
    await during();
  } finally {
    for (const [index, agent] of AGENTS.entries()) {
      const counts = (await watches[index]?.()) ?? [];
      wanted[agent] = [...new Set(counts.map((count) => count.wanted))];
    }
  }
  expect(wanted).toEqual(Object.fromEntries(AGENTS.map((agent) => [agent, [REPLICAS]])));
}

async function waitForAlert(alertname: string, agent?: string): Promise<void> {
  await waitFor(`the alert ${alertname} ${agent ?? ""}`, 150, async () => {
    return (await readAlerts()).some(
      ({ labels, state }) =>
        state === "firing" &&
        labels["alertname"] === alertname &&
        (agent === undefined || (labels["agent"] === agent && labels["namespace"] === namespace)),
    );
  });
}

/** Deploys the platform, and the agents with a least number of pods. */
async function deploy(stack: ScalingStack, minReplicas: number): Promise<void> {
  const { prometheus } = PLATFORM;
  const agents = BACKENDS.flatMap((backend) =>
    KEYS.map((key): [string, WantedAgent] => [
      toName(backend, key),
      toTellingAgent(backend, minReplicas),
    ]),
  );
  const { succeeded, output } = await stack.up({
    platform: {
      ...PLATFORM,
      prometheus: {
        ...prometheus,
        allowFrom: [...(prometheus.allowFrom ?? []), { namespace, podLabels: CLIENT_LABELS }],
      },
      alerts: { pendingSeconds: 15 },
    },
    agents: { [namespace]: Object.fromEntries(agents) },
  });
  expect(succeeded, output).toBe(true);
}

beforeAll(async () => {
  const layout = await findLayout();
  await preparePrometheusImages(layout);
  later(await installKeda(layout));
  const stack = await createScalingStack();
  later(stack.remove);
  await deploy(stack, REPLICAS);
  const outputs = await stack.readOutputs();
  ({ platformNamespace } = outputs);
  readAlerts = await createAlertReader(namespace, outputs.prometheusUrl);
  for (const key of KEYS) {
    await waitForScalers(key);
  }
  // With what all pods tell, any number of them is right: the one there is stays.
  await deploy(stack, MIN_REPLICAS);
});

describe("every agent keeps its pods", () => {
  test("while pods tell nothing or nonsense", async () => {
    await expectSteady(async () => {
      for (const backend of BACKENDS) {
        for (const { key, told, pods } of FAULTS) {
          await tell(toName(backend, key), told, pods);
        }
      }
      await delay(HOLD_MS);
    });
  });

  test.each(FAULTS)("and an alert fires when $what", async ({ alert, key }) => {
    for (const backend of BACKENDS) {
      await waitForAlert(alert, toName(backend, key));
    }
  });

  test("while the metrics APIs are down, and an alert fires", async () => {
    const servers = [
      { place: platformNamespace, name: "platform-prometheus-adapter", replicas: 2 },
      { place: "keda", name: "keda-metrics-apiserver", replicas: 1 },
    ];
    await expectSteady(async () => {
      await withoutServers(servers, async () => {
        await delay(OUTAGE_MS);
        await waitForAlert("MetricsApiDown");
        await expectBlindScalers(SOUND);
      });
      await waitForScalers(SOUND);
    });
  });

  test("while Prometheus is down and when it has forgotten everything, and the scalers say so", async () => {
    // One fault at a time: a pod that has told nothing since Prometheus forgot all is none to KEDA.
    for (const backend of BACKENDS) {
      for (const { key } of FAULTS.filter(({ key }) => key !== "all-silent")) {
        await tell(toName(backend, key), TOLD_TASKS);
      }
    }
    const server = { place: platformNamespace, name: "platform-prometheus", replicas: 1 };
    await expectSteady(async () => {
      await withoutServers([server], async () => {
        await delay(OUTAGE_MS);
        await expectBlindScalers(SOUND);
      });
      await waitForScalers(SOUND);
      await delay(OUTAGE_MS);
      // Of these the new Prometheus has never seen a sample: the result is empty.
      await expectBlindScalers("all-silent");
    });
  });

  test("and gets more as soon as it is told of more tasks", async () => {
    for (const backend of BACKENDS) {
      await tell(toName(backend, SOUND), 2 * TOLD_TASKS);
    }
    for (const backend of BACKENDS) {
      const deployment = `deployment/${toName(backend, SOUND)}`;
      await waitFor(`more pods of ${deployment}`, 120, async () => {
        return Number(await readField(namespace, deployment, "{.spec.replicas}")) > REPLICAS;
      });
    }
  });
});
