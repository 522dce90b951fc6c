/** What every manifest of one installed Prometheus is built from. */
export const objectFacts = {
  name: "platform-prometheus",
  namespace: "platform-dev",
  labels: {
    "app.kubernetes.io/name": "prometheus",
    "app.kubernetes.io/instance": "platform",
    "app.kubernetes.io/managed-by": "berth",
  },
};

/** What its objects in the cluster as a whole are built from. */
export const clusterObjectFacts = {
  name: "platform-dev-platform-dev-prometheus",
  labels: objectFacts.labels,
};

export const selectorLabels = {
  "app.kubernetes.io/name": "prometheus",
  "app.kubernetes.io/instance": "platform",
};
