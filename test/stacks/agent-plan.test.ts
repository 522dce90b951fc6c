import { describe, expect, it } from "vitest";
import type { AgentDefinition } from "../../stacks/agent-definition.ts";
import { type EnvironmentFacts, planAgents } from "../../stacks/agent-plan.ts";
import type { Environment } from "../../stacks/environments.ts";
import { BINDING } from "./run-stack.ts";

const environment: Environment = {
  replicas: 2,
  maxReplicas: 6,
  resources: { requests: { cpu: "10m", memory: "64Mi" } },
  progressDeadlineSeconds: 120,
  needsDigests: false,
  isProtected: false,
};

const card = {
  description: "Researches",
  version: "1.0.0",
  skills: [{ id: "research", name: "Research", description: "Researches", tags: ["text"] }],
};

/** What becomes of one agent that the program and the configuration say something of. */
function plan(
  program: Partial<AgentDefinition>,
  settings: Record<string, unknown> | null,
  binding?: EnvironmentFacts["binding"],
): AgentDefinition | undefined {
  const config = { agents: { research: settings } };
  const [planned] = planAgents(
    { research: { card, ...program } },
    { environment, config, binding },
  );
  return planned?.definition;
}

const keda = { ...BINDING, scalingBackend: "Keda" as const };
const unscaled = { ...BINDING, scalingBackend: "None" as const };

describe("the size of an agent", () => {
  it.each<[string, Parameters<typeof plan>, object]>([
    ["that of the environment, where nothing is said", [{}, {}], { replicas: 2 }],
    ["that of the program", [{ replicas: 1 }, {}], { replicas: 1 }],
    ["that of the program beside a platform too", [{ replicas: 1 }, {}, keda], { replicas: 1 }],
    ["that of the configuration", [{ replicas: 1 }, { replicas: 3 }], { replicas: 3 }],
    [
      "as many as there are tasks for, with a platform",
      [{}, {}, keda],
      { scaling: { backend: "Keda", minReplicas: 2, maxReplicas: 6 } },
    ],
    [
      "left to somebody else, where the platform leaves it",
      [{}, {}, unscaled],
      { scaling: { backend: "None", minReplicas: 2 } },
    ],
    [
      "within the bounds of the program",
      [{ scaling: { maxReplicas: 3 } }, {}, keda],
      { scaling: { backend: "Keda", minReplicas: 2, maxReplicas: 3 } },
    ],
    [
      "within those of the configuration rather",
      [
        { scaling: { maxReplicas: 3, targetActiveTasks: 2 } },
        { scaling: { maxReplicas: 9 } },
        keda,
      ],
      { scaling: { backend: "Keda", minReplicas: 2, maxReplicas: 9, targetActiveTasks: 2 } },
    ],
    [
      "fixed without a platform, whatever scaler the program has",
      [{ scaling: { maxReplicas: 3 } }, {}],
      { replicas: 2 },
    ],
    [
      "scaled without a platform by what the cluster is said to have",
      [{ scaling: { backend: "ExistingApi" } }, {}],
      { scaling: { backend: "ExistingApi", minReplicas: 2, maxReplicas: 6 } },
    ],
    [
      "fixed by the configuration in place of the program's scaler",
      [{ scaling: { maxReplicas: 3 } }, { replicas: 1 }, keda],
      { replicas: 1 },
    ],
    [
      "scaled by the configuration in place of the program's number",
      [{ replicas: 1 }, { scaling: { maxReplicas: 3 } }, keda],
      { scaling: { backend: "Keda", minReplicas: 2, maxReplicas: 3 } },
    ],
  ])("is %s", (_, [program, settings, binding], expected) => {
    const { replicas, scaling } = plan(program, settings, binding) ?? {};
    const size = {
      ...(replicas === undefined ? {} : { replicas }),
      ...(scaling === undefined ? {} : { scaling }),
    };
    expect(size).toEqual(expected);
  });
});

describe("the rest of an agent", () => {
  it("has what the environment has for all, unless the program or the configuration says more", () => {
    const program = { resources: { requests: { cpu: "1" } } };
    expect(plan(program, { resources: { limits: { memory: "4Gi" } } })).toMatchObject({
      resources: { requests: { cpu: "1", memory: "64Mi" }, limits: { memory: "4Gi" } },
      rollout: { progressDeadlineSeconds: 120 },
    });
  });

  it("is found by Prometheus as the platform finds pods", () => {
    const operator = { ...BINDING, monitoringKind: "PodMonitor" as const };
    expect(plan({}, {}, operator)?.monitoring).toEqual({ kind: "PodMonitor" });
  });

  it("is not there where the configuration says null", () => {
    expect(plan({}, null)).toBeUndefined();
  });
});
