import { AgentRuntimeMode, renderManifests } from "@berth/berth";
import { DEFAULT_AGENT_PORT, METRICS_PORT, toSelectorLabels } from "@berth/contract";
import { applyObjects, kubectl, runInPod } from "../../../e2e/cluster-access.ts";
import type { ApiClient } from "../api-client.ts";

const NAME = "worker";

/** How many processes of the runtime answer for all pods that are played. */
const WORKERS = 10;

/** The tasks of a worker are one more than those of the one before, up to this many. */
const MAX_TASKS = 4;

/** Longer than anything is measured. */
const TASK_MS = 3_600_000;

interface PodList {
  items: { metadata: { name: string }; status: { podIP: string } }[];
}

/** A call that begins a task and does not wait for its end. Runs in the pod of the agent itself. */
const BEGIN_TASK = `
const [port, text] = process.argv.slice(1);
const message = { messageId: crypto.randomUUID(), role: "ROLE_USER", parts: [{ text }] };
const params = { message, configuration: { returnImmediately: true } };
fetch("http://127.0.0.1:" + port + "/", {
  method: "POST",
  headers: { "content-type": "application/json", "a2a-version": "1.0" },
  body: JSON.stringify({ jsonrpc: "2.0", id: 1, method: "SendMessage", params }),
})
  .then((answer) => answer.json())
  .then(({ error }) => {
    if (error !== undefined) throw new Error(JSON.stringify(error));
  });
`;

/**
 * Runs an agent of ten pods on the real nodes, each of which works on a few tasks, fewer than make a
 * scaler want more pods.
 *
 * @returns where each pod serves its metrics: an address and a port.
 */
export async function startWorkers(
  api: ApiClient,
  namespace: string,
  image: string,
): Promise<string[]> {
  const manifests = renderManifests(NAME, {
    namespace,
    image,
    card: {
      description: "Works for a while",
      version: "1.0.0",
      skills: [{ id: "work", name: "Work", description: "Works for a while", tags: ["test"] }],
    },
    replicas: WORKERS,
    resources: { requests: { cpu: "10m", memory: "64Mi" } },
    runtime: { mode: AgentRuntimeMode.Embedded },
  });
  await applyObjects(...manifests);
  const within = `--namespace=${namespace}`;
  await kubectl("rollout", "status", `deployment/${NAME}`, within, "--timeout=300s");
  const selector = Object.entries(toSelectorLabels(NAME)).map((pair) => pair.join("="));
  const { items } = await api.get<PodList>(
    `/api/v1/namespaces/${namespace}/pods?labelSelector=${selector.join(",")}`,
  );
  for (const [index, { metadata }] of items.entries()) {
    for (let task = 0; task <= index % MAX_TASKS; task += 1) {
      await runInPod(
        namespace,
        metadata.name,
        ...["node", "--eval", BEGIN_TASK, "--", String(DEFAULT_AGENT_PORT), String(TASK_MS)],
      );
    }
  }
  return items.map(({ status }) => `${status.podIP}:${METRICS_PORT}`);
}
