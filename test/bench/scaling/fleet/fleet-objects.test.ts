import { describe, expect, it } from "vitest";
import { buildFleet } from "./fleet-objects.ts";

describe("buildFleet", () => {
  const fleet = buildFleet(3, "fleet");

  it("names each agent and what scales it after its number", () => {
    const names = fleet.map((agent) =>
      Object.values(agent).map(({ kind, metadata }) => {
        const { name, namespace } = metadata as { name: string; namespace: string };
        return `${kind} ${namespace}/${name}`;
      }),
    );
    expect(names).toEqual(
      [1, 2, 3].map((number) => [
        `ServiceAccount fleet/agent-${number}`,
        `Deployment fleet/agent-${number}`,
        `HorizontalPodAutoscaler fleet/agent-${number}`,
      ]),
    );
  });

  it("begins with the least number of pods, and lets them on no node but one that is played", () => {
    for (const { deployment, autoscaler } of fleet) {
      expect(autoscaler).toMatchObject({ spec: { minReplicas: 2 } });
      expect(deployment).toMatchObject({
        spec: {
          replicas: 2,
          template: {
            spec: {
              nodeSelector: { "kwok.x-k8s.io/node": "fake" },
              tolerations: [{ key: "kwok.x-k8s.io/node", operator: "Exists" }],
            },
          },
        },
      });
    }
  });
});
