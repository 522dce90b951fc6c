import { z } from "zod";
import { applyObjects, runInPod, waitForReadyPods } from "../cluster-access.ts";
import { buildClientPod } from "../ground/workload-objects.ts";

/** The labels of the pod that asks, which the platform must admit. */
export const CLIENT_LABELS = { app: "prometheus-client" };

const CLIENT = "prometheus-client";

const alertsSchema = z.object({
  data: z.object({
    alerts: z.array(z.object({ labels: z.record(z.string(), z.string()), state: z.string() })),
  }),
});

/** Something that Prometheus tells of: `pending` for some time, and then `firing`. */
export type ActiveAlert = z.infer<typeof alertsSchema>["data"]["alerts"][number];

/** Reads the alerts that are active, through a pod of a namespace. */
export async function createAlertReader(
  namespace: string,
  prometheusUrl: string,
): Promise<() => Promise<ActiveAlert[]>> {
  await applyObjects(buildClientPod(namespace, CLIENT, CLIENT_LABELS));
  await waitForReadyPods(namespace, CLIENT);
  return async () => {
    const url = `${prometheusUrl}/api/v1/alerts`;
    const answer = await runInPod(namespace, CLIENT, "wget", "-q", "-O", "-", url);
    return alertsSchema.parse(JSON.parse(answer)).data.alerts;
  };
}
