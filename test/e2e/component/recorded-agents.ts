import type { WantedAgents } from "./agents-stack.ts";
import { type ModeImages, toPairedAgent } from "./paired-agents.ts";
import type { Options } from "./paired-options.ts";

/** The namespace of the agents whose state is kept. */
export const RECORDED_NAMESPACE = "recorded";

/** Agents that have, between them, every object that an Agent can have. */
const RECORDED_OPTIONS: readonly Options[] = [
  {
    mode: "Embedded",
    scaling: "PrometheusAdapter",
    target: "tasks",
    idlestPodFirst: "yes",
    platform: "no",
    network: "Peers",
    exposure: "gateway",
    monitoring: "PodMonitor",
    secrets: "value",
    rules: "yes",
    peers: "yes",
    auth: "yes",
    extras: "yes",
  },
  {
    mode: "None",
    scaling: "Keda",
    target: "saturation",
    idlestPodFirst: "no",
    platform: "yes",
    network: "Namespace",
    exposure: "ingress",
    monitoring: "None",
    secrets: "reference",
    rules: "no",
    peers: "no",
    auth: "no",
    extras: "no",
  },
];

/** The agents whose state is kept, of the images of a machine. */
export function toRecordedAgents(images: ModeImages): WantedAgents {
  return {
    [RECORDED_NAMESPACE]: Object.fromEntries(
      RECORDED_OPTIONS.map((options, index) => [
        `recorded-${index + 1}`,
        toPairedAgent(options, index, images),
      ]),
    ),
  };
}
