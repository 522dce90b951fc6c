import { waitFor } from "../../cluster/wait-for.ts";
import { runInPod } from "../cluster-access.ts";

/** Asks the Service `web` from a pod, and returns the name of the pod that answered; undefined without an answer. */
export async function askWeb(namespace: string, client: string): Promise<string | undefined> {
  const request = ["timeout", "3", "wget", "-q", "-O", "-", "http://web/"];
  return await runInPod(namespace, client, ...request).then(
    (answer) => answer.trim(),
    () => undefined,
  );
}

/**
 * Waits until a pod has had an answer of every pod behind the Service `web`: the kube-proxy of its node
 * learns of ready pods a moment after the API server.
 */
export async function waitForEveryAnswer(
  namespace: string,
  client: string,
  podCount: number,
): Promise<void> {
  const answered = new Set<string>();
  await waitFor(`answers of ${podCount} pods to ${client}`, 30, async () => {
    const pod = await askWeb(namespace, client);
    return pod !== undefined && answered.add(pod).size === podCount;
  });
}
