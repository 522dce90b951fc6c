import { AgentRuntimeMode } from "@berth/berth";
import { toDrainSchedule } from "@berth/contract";
import type { DeploymentFacts } from "../../../sdk/src/manifests/deployment.ts";

/** What every manifest of one agent is built from. */
export const objectFacts = {
  name: "research",
  namespace: "agents",
  labels: { "app.kubernetes.io/name": "research", "app.kubernetes.io/managed-by": "berth" },
};

export const selectorLabels = { "app.kubernetes.io/name": "research" };

/** What the Deployment of an agent with the runtime in its own process is built from. */
export const deploymentFacts: DeploymentFacts = {
  ...objectFacts,
  selectorLabels,
  podLabels: { "app.kubernetes.io/name": "research", protocol: "a2a" },
  serviceAccountName: "research",
  configMapName: "research-card-0123abcd",
  image: "registry.example.com/research:1.2.0",
  mode: AgentRuntimeMode.Embedded,
  port: 8000,
  url: "http://research.agents.svc.cluster.local:8000",
  peers: undefined,
  env: {},
  secrets: [],
  replicas: 2,
  resources: {
    requests: { cpu: "250m", memory: "512Mi", ephemeralStorage: "64Mi" },
    limits: { cpu: "1000m", memory: "1Gi", ephemeralStorage: "512Mi" },
  },
  drain: toDrainSchedule(),
  rollout: { progressDeadlineSeconds: 600 },
  timeoutSeconds: "1260",
  startupFailureThreshold: 301,
};
