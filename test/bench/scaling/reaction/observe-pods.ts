import { setTimeout as delay } from "node:timers/promises";
import { toSelectorLabels } from "@berth/contract";
import type { ApiClient } from "../api-client.ts";
import type { ObservedPods, PodTimes } from "./reaction.ts";

/** How exact the times are. */
const LOOK_MS = 250;

interface PodList {
  items: {
    metadata: { name: string };
    status: { conditions?: { type: string; status: string }[] };
  }[];
}

interface Deployment {
  spec: { replicas: number };
}

/**
 * Notes from now on when each pod of an agent comes and is Ready, and how many are asked for.
 *
 * @returns what ends it and tells what was seen.
 */
export function observePods(
  api: ApiClient,
  namespace: string,
  agent: string,
): () => Promise<ObservedPods> {
  const selector = Object.entries(toSelectorLabels(agent)).map((pair) => pair.join("="));
  const podsPath = `/api/v1/namespaces/${namespace}/pods?labelSelector=${selector.join(",")}`;
  const deploymentPath = `/apis/apps/v1/namespaces/${namespace}/deployments/${agent}`;
  const pods: Record<string, PodTimes> = {};
  let mostWanted = 0;
  const ending = new AbortController();
  const look = async (): Promise<void> => {
    const { items } = await api.get<PodList>(podsPath);
    const { spec } = await api.get<Deployment>(deploymentPath);
    const nowMs = Date.now();
    mostWanted = Math.max(mostWanted, spec.replicas);
    for (const { metadata, status } of items) {
      const times = (pods[metadata.name] ??= { addedMs: nowMs });
      if (status.conditions?.some(({ type, status }) => type === "Ready" && status === "True")) {
        times.readyMs ??= nowMs;
      }
    }
  };
  const watching = (async () => {
    while (!ending.signal.aborted) {
      await look();
      await delay(LOOK_MS);
    }
  })();
  // What fails is told by whoever ends it.
  watching.catch(() => undefined);
  return async () => {
    ending.abort();
    await watching;
    return { pods, mostWanted };
  };
}
