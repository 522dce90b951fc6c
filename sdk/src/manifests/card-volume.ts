import { CARD_FILE_PATH, CARD_KEY } from "@berth/contract";
import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { posix } from "node:path";

const VOLUME_NAME = "card";

/** The card in a volume. */
export function buildCardVolume(
  configMapName: pulumi.Input<string>,
): k8s.types.input.core.v1.Volume {
  const path = posix.basename(CARD_FILE_PATH);
  return {
    name: VOLUME_NAME,
    configMap: { name: configMapName, items: [{ key: CARD_KEY, path }] },
  };
}

/** Where a container finds the card. */
export function buildCardMount(): k8s.types.input.core.v1.VolumeMount {
  return { name: VOLUME_NAME, mountPath: posix.dirname(CARD_FILE_PATH), readOnly: true };
}
