/** Whose metrics an alert rests on. */
export const AlertSource = {
  /** The metrics of agents themselves, and what Prometheus says of its looks at them. */
  OwnMetrics: "OwnMetrics",
  /** Those of kube-state-metrics: https://github.com/kubernetes/kube-state-metrics */
  KubeStateMetrics: "KubeStateMetrics",
  /** Those of the API server of Kubernetes. */
  ApiServer: "ApiServer",
  /** Those of the operator of KEDA: https://keda.sh/docs/2.20/integrations/prometheus/ */
  Keda: "Keda",
} as const;

/** Whose metrics an alert rests on. */
export type AlertSource = (typeof AlertSource)[keyof typeof AlertSource];
