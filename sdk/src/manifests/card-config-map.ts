import type * as k8s from "@pulumi/kubernetes";
import type { CardData } from "@berth/contract";
import type { ObjectFacts } from "./object-facts.js";

/** What the ConfigMap of a card is built from. */
export interface CardConfigMapFacts extends ObjectFacts {
  data: CardData;
}

/** The card of an agent. Immutable: another card is another ConfigMap, and thereby a rollout. */
export function buildCardConfigMap({
  name,
  namespace,
  labels,
  data,
}: CardConfigMapFacts): k8s.types.input.core.v1.ConfigMap {
  return {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name, namespace, labels },
    immutable: true,
    data,
  };
}
