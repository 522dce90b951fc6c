import {
  type AgentArgs,
  AgentAuthRequirement,
  AgentCallers,
  AgentMonitoringKind,
  AgentTrafficDistribution,
} from "@berth/berth";
import { minimalArgs } from "./settings.ts";

/**
 * Args that ask for every object there is but the Ingress and the ScaledObject, and for most of what
 * objects can have.
 */
export const fullArgs: AgentArgs = {
  ...minimalArgs,
  namespace: "agents",
  platform: {
    scalingBackend: "PrometheusAdapter",
    monitoringKind: AgentMonitoringKind.PodMonitor,
    prometheusUrl: "http://prometheus.monitoring.svc:9090",
    prometheus: { namespace: "monitoring" },
    podMonitorLabels: { release: "prometheus", tier: "platform" },
  },
  port: 9000,
  env: { LEVEL: "debug" },
  envFrom: [{ configMapName: "settings" }, { secretName: "more", prefix: "MORE_" }],
  secrets: [
    { env: "OPENAI_API_KEY", secretName: "llm", key: "openai" },
    { env: "TOKEN", value: "s3cret" },
  ],
  scaling: {
    minReplicas: 3,
    maxReplicas: 9,
    targetActiveTasks: 2,
    scaleDown: { stabilizationWindowSeconds: 600, tolerance: "0.2" },
    idlestPodFirst: true,
  },
  drain: { maxTaskSeconds: 60 },
  probes: { readiness: { periodSeconds: 3 } },
  peers: [{ name: "research" }, { name: "billing", namespace: "finance", audience: "billing" }],
  network: {
    callers: AgentCallers.Peers,
    callerNamespaces: ["agents"],
    allowFrom: [{ namespace: "tools", podLabels: { app: "console" } }],
    allowTo: [{ cidr: "10.1.2.0/24", ports: [5432] }],
    trafficDistribution: AgentTrafficDistribution.PreferSameZone,
    dualStack: true,
  },
  exposure: {
    hostname: "analysis.example.com",
    gateway: { name: "public", namespace: "gateways", sectionName: "https" },
  },
  monitoring: { kind: AgentMonitoringKind.PodMonitor, labels: { release: "monitoring" } },
  auth: {
    require: AgentAuthRequirement.ExtendedCard,
    serviceAccountTokens: { audiences: ["analysis"] },
    apiKeys: [{ name: "ci", secretName: "callers", key: "ci" }],
  },
  pod: {
    labels: { team: "data" },
    annotations: { "example.com/note": "a" },
    nodeSelector: { disk: "ssd" },
    tolerations: [{ key: "gpu", operator: "Exists", effect: "NoSchedule" }],
    priorityClassName: "agents",
    imagePullSecrets: ["registry"],
    doNotDisrupt: true,
  },
  serviceAccount: {
    annotations: { "iam.example.com/role": "analysis" },
    rules: [{ apiGroups: [""], resources: ["services"], verbs: ["list"] }],
  },
  kubernetesVersion: "1.35",
  overrides: { service: { metadata: { labels: { tier: "front" } } } },
  extraManifests: [
    { apiVersion: "v1", kind: "LimitRange", metadata: { name: "limits" }, spec: { limits: [] } },
    {
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "ClusterRole",
      metadata: { name: "analysis-reader" },
      rules: [],
    },
  ],
};
