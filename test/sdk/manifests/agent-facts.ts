import { AgentRuntimeMode } from "@berth/berth";
import { toDrainSchedule, toSelectorLabels } from "@berth/contract";
import { AgentCallers } from "../../../sdk/src/agent/network-args.ts";
import type { DeploymentFacts } from "../../../sdk/src/manifests/deployment.ts";
import type { NetworkPolicyFacts } from "../../../sdk/src/manifests/network-policy.ts";
import type { SidecarFacts } from "../../../sdk/src/manifests/sidecar-container.ts";

/** What every manifest of one agent is built from. */
export const objectFacts = {
  name: "research",
  namespace: "agents",
  labels: { "app.kubernetes.io/name": "research", "app.kubernetes.io/managed-by": "berth" },
};

export const selectorLabels = toSelectorLabels("research");

/** What the Deployment of an agent with the runtime in its own process is built from. */
export const deploymentFacts: DeploymentFacts = {
  ...objectFacts,
  selectorLabels,
  podLabels: { "app.kubernetes.io/name": "research", protocol: "a2a" },
  pod: {
    annotations: {},
    nodeSelector: {},
    tolerations: [],
    imagePullSecrets: [],
    runAsUser: 10001,
    hostUsers: true,
    doNotDisrupt: false,
  },
  serviceAccountName: "research",
  hasToken: false,
  idlestPodFirst: false,
  configMapName: "research-card-0123abcd",
  image: "registry.example.com/research:1.2.0",
  args: [],
  mode: AgentRuntimeMode.Embedded,
  sidecar: undefined,
  port: 8000,
  url: "http://research.agents.svc.cluster.local:8000",
  peers: undefined,
  withPeerTokens: (build) => build([]),
  discoveryNamespaces: undefined,
  siblingsHost: undefined,
  auth: undefined,
  exposure: undefined,
  monitoring: { path: "/metrics" },
  env: {},
  envFrom: [],
  secrets: [],
  secretName: undefined,
  replicas: 2,
  scaling: undefined,
  resources: {
    requests: { cpu: "250m", memory: "512Mi", ephemeralStorage: "64Mi" },
    limits: { cpu: "1000m", memory: "1Gi", ephemeralStorage: "512Mi" },
  },
  drain: toDrainSchedule(),
  rollout: { progressDeadlineSeconds: 600 },
  timeoutSeconds: "1260",
  probes: {
    startup: { periodSeconds: 2, timeoutSeconds: 3 },
    readiness: { periodSeconds: 5, timeoutSeconds: 3, failureThreshold: 2 },
    liveness: { periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 6 },
  },
  startupFailureThreshold: 301,
};

/** What the Deployment of an agent behind a sidecar is built from. */
export const sidecarFacts: DeploymentFacts & { sidecar: SidecarFacts } = {
  ...deploymentFacts,
  mode: AgentRuntimeMode.Sidecar,
  siblingsHost: "research-siblings.agents.svc.cluster.local",
  sidecar: {
    image: "registry.example.com/agent-runtime:1.0.0",
    resources: {
      requests: { cpu: "50m", memory: "128Mi", ephemeralStorage: "64Mi" },
      limits: { memory: "256Mi", ephemeralStorage: "512Mi" },
    },
    env: {},
  },
};

/** What the NetworkPolicy of an agent with the runtime in its own process is built from. */
export const networkPolicyFacts: NetworkPolicyFacts = {
  ...objectFacts,
  selectorLabels,
  agent: "research",
  mode: AgentRuntimeMode.Embedded,
  network: {
    callers: AgentCallers.Namespace,
    discovery: true,
    allowFrom: [],
    allowTo: [],
    internet: true,
  },
  exposure: undefined,
  monitoring: {},
  peers: [],
  discovery: undefined,
  hasToken: false,
};
