import {
  type AgentArgs,
  type AgentManifest,
  AgentRuntimeMode,
  renderManifests,
} from "@berth/berth";

/** The objects of an agent that make pods and scale them, in the order in which they are made. */
export interface FleetAgent {
  serviceAccount: AgentManifest;
  deployment: AgentManifest;
  autoscaler: AgentManifest;
}

/** The nodes that kwok plays, by their label; the same key keeps everybody else's pods away. */
export const PLAYED_NODE = { "kwok.x-k8s.io/node": "fake" } as const;

const CARD: AgentArgs["card"] = {
  description: "Analyzes tables",
  version: "1.4.2",
  skills: [
    {
      id: "analyze",
      name: "Analyze",
      description: "Explains the figures of a table",
      tags: ["data"],
    },
  ],
};

/**
 * Agents as they are rendered with every default, for the nodes that kwok plays.
 *
 * Of an agent's objects there are those that scaling reads, whole: ServiceAccount, Deployment and
 * HorizontalPodAutoscaler. The others are left out, and nobody misses the card, for no container starts.
 * The Deployment begins with the least number of pods, as one that the component applies.
 */
export function buildFleet(agents: number, namespace: string): FleetAgent[] {
  return Array.from({ length: agents }, (_, index) => {
    const manifests = renderManifests(`agent-${index + 1}`, {
      namespace,
      image: "registry.example.com/data-analysis:1.4.2",
      card: CARD,
      scaling: {},
      pod: {
        nodeSelector: PLAYED_NODE,
        tolerations: Object.keys(PLAYED_NODE).map((key) => ({ key, operator: "Exists" })),
      },
      runtime: { mode: AgentRuntimeMode.Embedded },
    });
    const autoscaler = findKind(manifests, "HorizontalPodAutoscaler");
    const { minReplicas: replicas } = autoscaler["spec"] as { minReplicas: number };
    const deployment = findKind(manifests, "Deployment");
    return {
      serviceAccount: findKind(manifests, "ServiceAccount"),
      deployment: { ...deployment, spec: { ...(deployment["spec"] as object), replicas } },
      autoscaler,
    };
  });
}

function findKind(manifests: readonly AgentManifest[], kind: string): AgentManifest {
  const found = manifests.find((manifest) => manifest.kind === kind);
  if (found === undefined) {
    throw new Error(`An agent has no ${kind}.`);
  }
  return found;
}
