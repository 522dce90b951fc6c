import type { AGENT_RULES } from "../../../../sdk/src/agent/rules/agent-rules.ts";
import { withoutRuntime, withSidecar, type WrongArgs, wrong } from "./row.ts";

/** How messages show those parts of a sidecar that are texts. */
const SHOWN = new Map([
  ["image", " (agent-runtime:1)"],
  ["cardPath", " (/card.json)"],
  ["rpcPath", " (/rpc)"],
]);

/** What is wrong with the agent as a whole, and with what is in its pod. */
export const AGENT_ROWS: Record<keyof typeof AGENT_RULES, WrongArgs[]> = {
  agentName: [
    wrong(
      "a name that is too long",
      { name: "x".repeat(50) },
      `'name' (${"x".repeat(50)}) must be 1 to 49 lower-case letters, digits and hyphens, beginning with a letter and ending with a letter or digit.`,
    ),
    wrong(
      "a name that no Service can have",
      { name: "1st" },
      "'name' (1st) must be 1 to 49 lower-case letters, digits and hyphens, beginning with a letter and ending with a letter or digit.",
    ),
  ],
  agentNameOfComponent: [
    {
      ...wrong(
        "a component whose name is no agent's",
        {},
        "'name' (My Agent) must be 1 to 49 lower-case letters, digits and hyphens, beginning with a letter and ending with a letter or digit. It is the component's, since no 'name' is given. Give one.",
      ),
      component: "My Agent",
    },
  ],
  image: [
    wrong(
      "an image that is none",
      { image: "registry.example.com/Data Analysis" },
      "'image' (registry.example.com/Data Analysis) must be the reference of an image, such as 'registry.example.com/research:1.2.0'.",
    ),
    wrong(
      "an image of the sidecar that is none",
      withSidecar({ image: "Agent Runtime" }),
      "'runtime.image' (Agent Runtime) must be the reference of an image, such as 'registry.example.com/research:1.2.0'.",
    ),
  ],
  kubernetesVersion: [
    wrong(
      "a version as a number, which YAML makes of it without quotes",
      { kubernetesVersion: 1.33 },
      "'kubernetesVersion' (1.33) must be a minor version of Kubernetes as a text, such as '1.33'.",
    ),
    wrong(
      "a version with a patch",
      { kubernetesVersion: "1.33.2" },
      "'kubernetesVersion' (1.33.2) must be a minor version of Kubernetes as a text, such as '1.33'.",
    ),
  ],
  kubernetesTooOld: [
    wrong(
      "a cluster that is too old",
      { kubernetesVersion: "1.28" },
      "'kubernetesVersion' (1.28) must be at least 1.29: what the objects are made of is in no older one. Upgrade the cluster.",
    ),
    wrong(
      "a cluster that is too old for a sidecar, once",
      { ...withSidecar({}), kubernetesVersion: "1.28" },
      "'kubernetesVersion' (1.28) must be at least 1.29: what the objects are made of is in no older one. Upgrade the cluster.",
    ),
  ],
  needsKubernetes: [
    wrong(
      "a tolerance on the default version",
      { scaling: { scaleUp: { tolerance: "0.05" }, scaleDown: { tolerance: "0.1" } } },
      "'scaling.scaleUp.tolerance' (0.05) must not be given below Kubernetes 1.35, which is the first to have it. Leave it out, or raise 'kubernetesVersion' (1.33) when the cluster is newer.",
      "'scaling.scaleDown.tolerance' (0.1) must not be given below Kubernetes 1.35, which is the first to have it. Leave it out, or raise 'kubernetesVersion' (1.33) when the cluster is newer.",
    ),
    wrong(
      "pods that tell what their deletion costs below 1.30",
      { scaling: { idlestPodFirst: true }, kubernetesVersion: "1.29" },
      "'scaling.idlestPodFirst' (true) must not be given below Kubernetes 1.30, which is the first to have it. Leave it out, or raise 'kubernetesVersion' (1.29) when the cluster is newer.",
    ),
    wrong(
      "traffic to the same node below 1.34",
      { network: { trafficDistribution: "PreferSameNode" }, kubernetesVersion: "1.33" },
      "'network.trafficDistribution' (PreferSameNode) must not be given below Kubernetes 1.34, which is the first to have it. Leave it out, or raise 'kubernetesVersion' (1.33) when the cluster is newer.",
    ),
    wrong(
      "traffic to close pods below 1.31",
      { network: { trafficDistribution: "PreferClose" }, kubernetesVersion: "1.30" },
      "'network.trafficDistribution' (PreferClose) must not be given below Kubernetes 1.31, which is the first to have it. Leave it out, or raise 'kubernetesVersion' (1.30) when the cluster is newer.",
    ),
    wrong(
      "users of the pod's own below 1.33",
      { pod: { hostUsers: false }, kubernetesVersion: "1.32" },
      "'pod.hostUsers' (false) must not be given below Kubernetes 1.33, which is the first to have it. Leave it out, or raise 'kubernetesVersion' (1.32) when the cluster is newer.",
    ),
  ],
  noPreStopSleep: [
    wrong(
      "the default accept window where nobody can wait for it",
      withoutRuntime({ kubernetesVersion: "1.29" }),
      "'drain.acceptWindowSeconds' (5) must be 0 below Kubernetes 1.30, where an image without a runtime gets SIGTERM at once. Give 0, or raise 'kubernetesVersion' (1.29) when the cluster is newer.",
    ),
    wrong(
      "an accept window where nobody can wait for it",
      withoutRuntime({ kubernetesVersion: "1.29", drain: { acceptWindowSeconds: 8 } }),
      "'drain.acceptWindowSeconds' (8) must be 0 below Kubernetes 1.30, where an image without a runtime gets SIGTERM at once. Give 0, or raise 'kubernetesVersion' (1.29) when the cluster is newer.",
    ),
  ],
  patch: [
    wrong(
      "a patch that is no function",
      { patch: "replicas: 3" },
      "'patch' (replicas: 3) must be a function. Use 'overrides' in languages other than TypeScript.",
    ),
  ],
  port: [
    wrong(
      "a port of root's",
      { port: 80 },
      "'port' (80) must be a whole number from 1024 to 65535: an agent is not root, and lower ports are root's.",
    ),
    wrong(
      "a port of another kind",
      { port: "8000" },
      "'port' (8000) must be a whole number from 1024 to 65535: an agent is not root, and lower ports are root's.",
    ),
    wrong(
      "a port that no machine has",
      { port: 65536 },
      "'port' (65536) must be a whole number from 1024 to 65535: an agent is not root, and lower ports are root's.",
    ),
    wrong(
      "a port of root's for metrics",
      withoutRuntime({ monitoring: { port: 90 } }),
      "'monitoring.port' (90) must be a whole number from 1024 to 65535: an agent is not root, and lower ports are root's.",
    ),
  ],
  portOfRuntime: [
    wrong(
      "the port of the probes",
      { port: 9465 },
      "'port' (9465) must not be one of the runtime, which serves metrics on 9464 and probes on 9465. Use another one, such as 8000.",
    ),
    wrong(
      "the port of the metrics",
      { port: 9464 },
      "'port' (9464) must not be one of the runtime, which serves metrics on 9464 and probes on 9465. Use another one, such as 8000.",
    ),
  ],
  portOfSidecar: [
    ...[8080, 9464, 9465].map((port) =>
      wrong(
        `the port ${port} of the sidecar`,
        { port, runtime: { mode: "Sidecar" } },
        `'port' (${port}) must not be one of the sidecar, which listens on 8080 for A2A, and serves metrics on 9464 and probes on 9465. Use another one, such as 8000.`,
      ),
    ),
    wrong(
      "a port of the sidecar, which is there unless something else is said",
      { port: 8080, runtime: undefined },
      "'port' (8080) must not be one of the sidecar, which listens on 8080 for A2A, and serves metrics on 9464 and probes on 9465. Use another one, such as 8000.",
    ),
  ],
  runtimeMode: [
    wrong(
      "a mode that there is not",
      { runtime: { mode: "Inline" } },
      "'runtime.mode' (Inline) must be one of Sidecar, Embedded, None.",
    ),
  ],
  sidecarPart: [
    wrong(
      "what a sidecar would be, in the agent's own process",
      {
        runtime: {
          mode: "Embedded",
          image: "agent-runtime:1",
          resources: {},
          env: {},
          cardPath: "/card.json",
          rpcPath: "/rpc",
        },
      },
      ...["image", "resources", "env", "cardPath", "rpcPath"].map(
        (part) =>
          `'runtime.${part}'${SHOWN.get(part) ?? ""} must not be given without the runtime mode Sidecar, of which it is a part. Give that, or remove this.`,
      ),
    ),
    wrong(
      "the image of a runtime that is not there",
      { runtime: { mode: "None", image: "agent-runtime:1" } },
      "'runtime.image' (agent-runtime:1) must not be given without the runtime mode Sidecar, of which it is a part. Give that, or remove this.",
    ),
  ],
  store: [
    wrong(
      "a store, which does not exist yet",
      { store: { url: "redis://tasks:6379" } },
      "'store' is not available yet. Leave it out.",
    ),
  ],
};
