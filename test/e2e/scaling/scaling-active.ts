import { ScalingBackend } from "@berth/berth";
import { waitFor } from "../../cluster/wait-for.ts";
import { readField } from "../cluster-access.ts";

/** Whether the scaler of an agent follows what it is told, as it says itself. */
export async function isScalingActive(
  namespace: string,
  agent: string,
  backend: ScalingBackend,
): Promise<boolean> {
  const scaler = backend === ScalingBackend.Keda ? `${agent}-keda` : agent;
  const status = '{.status.conditions[?(@.type=="ScalingActive")].status}';
  return (await readField(namespace, `horizontalpodautoscaler/${scaler}`, status)) === "True";
}

export async function waitForScalingActive(
  namespace: string,
  agent: string,
  backend: ScalingBackend,
): Promise<void> {
  await waitFor(`the scaler of '${agent}' to follow its tasks`, 150, async () =>
    isScalingActive(namespace, agent, backend),
  );
}
