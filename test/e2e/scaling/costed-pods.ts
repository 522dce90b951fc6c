import { POD_DELETION_COST } from "@berth/contract";
import { kubectl } from "../cluster-access.ts";

/** A pod, and what it says of the cost of its deletion. */
export interface CostedPod {
  name: string;
  address: string;
  node: string;
  cost: string;
  isGoing: boolean;
}

/** The pods of an agent, the oldest first. */
export async function readCostedPods(namespace: string, agent: string): Promise<CostedPod[]> {
  const { items } = JSON.parse(
    await kubectl(
      "get",
      "pods",
      `--namespace=${namespace}`,
      `--selector=app.kubernetes.io/name=${agent}`,
      "--sort-by=.metadata.creationTimestamp",
      "--output=json",
    ),
  ) as {
    items: {
      metadata: {
        name: string;
        annotations?: Record<string, string>;
        deletionTimestamp?: string;
      };
      spec: { nodeName: string };
      status: { podIP: string };
    }[];
  };
  return items.map(({ metadata, spec, status }) => ({
    name: metadata.name,
    address: status.podIP,
    node: spec.nodeName,
    cost: metadata.annotations?.[POD_DELETION_COST] ?? "none",
    isGoing: metadata.deletionTimestamp !== undefined,
  }));
}
