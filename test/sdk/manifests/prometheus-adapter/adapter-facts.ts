import type { AdapterDeploymentFacts } from "../../../../sdk/src/manifests/prometheus-adapter/deployment.ts";

export const selectorLabels = {
  "app.kubernetes.io/name": "prometheus-adapter",
  "app.kubernetes.io/instance": "metrics",
};

export const labels = { ...selectorLabels, "app.kubernetes.io/managed-by": "berth" };

/** What every object of one adapter in its namespace is built from. */
export const objectFacts = { name: "metrics", namespace: "monitoring", labels };

/** What the Deployment of an adapter with a certificate is built from. */
export const deploymentFacts: AdapterDeploymentFacts = {
  ...objectFacts,
  selectorLabels,
  podLabels: { team: "a" },
  image: "registry.example.com/adapter:v0.12.0",
  replicas: 2,
  flags: ["--secure-port=6443", "--v=2"],
  securePort: 6443,
  resources: {
    requestsCpu: "100m",
    requestsMemory: "180Mi",
    limitsCpu: "1000m",
    limitsMemory: "512Mi",
  },
  serviceAccountName: "metrics",
  configMapName: "metrics-config-0a1b2c3d",
  certificateSecretName: "metrics-certificate-0a1b2c3d",
  prometheusSecretName: undefined,
  runAsUser: 10001,
  progressDeadlineSeconds: 300,
};
